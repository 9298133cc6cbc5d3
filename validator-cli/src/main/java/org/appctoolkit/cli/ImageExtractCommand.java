package org.appctoolkit.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.layout.Extraction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc image extract}. */
@Command(
    name = "extract",
    description = "Extract an image archive into a layout, in full or not at all.",
    sortOptions = false,
    footer = {
      "",
      "An archive in which anything is wrong is refused. Devices, FIFOs and extended attributes",
      "other than user.* are left out, which is told."
    })
final class ImageExtractCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "An image archive; - for standard input.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      description = "Where to: a directory that does not exist or is empty.")
  private String target = "";

  @Option(names = "--keep-setuid", description = "Keep the bits that set user and group IDs.")
  private boolean setUserId;

  @Option(
      names = "--owners",
      description = "Set the owners of the archive, by their numbers; takes root.")
  private boolean owners;

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  ImageExtractCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (ImageInput image = ImageInput.open(name, surroundings)) {
      if (image.isLayout()) {
        throw new ParameterException(spec.commandLine(), "this is a layout already: " + name);
      }
      return extract(image).code();
    } catch (UnreadableException e) {
      surroundings.tell(name + ": " + e.reason());
    } catch (IOException e) {
      surroundings.tell(
          "cannot extract " + name + " to " + target + ": " + UnreadableException.reason(e));
    }
    return ExitStatus.NOT_READ.code();
  }

  private ExitStatus extract(ImageInput image) throws IOException, UnreadableException {
    Extraction.Outcome outcome =
        Extraction.extract(
            image.source(),
            ImageInput.path(target),
            new Extraction.Options(setUserId, owners),
            limits.limits());
    return ExtractionReport.tell(
        outcome, new FaultReport(surroundings, image.source().name()), surroundings);
  }
}
