package org.appctoolkit.cli;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.input.UnreadableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc image id}. */
@Command(
    name = "id",
    description = "Print the image ID: the digest of the uncompressed tar.",
    sortOptions = false)
final class ImageIdCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "An image archive; - for standard input.")
  private String name = "";

  @Option(
      names = "--algorithm",
      paramLabel = "sha512|sha256",
      converter = AlgorithmConverter.class,
      description = "sha512, or sha256 as at 0.1.1 of the specification (default: sha512).")
  private ImageId.Algorithm algorithm = ImageId.Algorithm.SHA512;

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  ImageIdCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  private static final class AlgorithmConverter extends Choice<ImageId.Algorithm> {
    AlgorithmConverter() {
      super(ImageId.Algorithm.class);
    }
  }

  @Override
  public Integer call() {
    try (ImageInput image = ImageInput.open(name, surroundings)) {
      if (image.isLayout()) {
        throw new ParameterException(
            spec.commandLine(), "a layout has no image ID before it is built: " + name);
      }
      FaultReport faults = new FaultReport(surroundings, image.source().name());
      ArchiveSummary summary =
          image
              .source()
              .read(
                  limits.limits(),
                  Set.of(algorithm),
                  new ArchiveVisitor() {
                    @Override
                    public Next entry(Entry entry, EntryContent content) {
                      return Next.CONTINUE;
                    }

                    @Override
                    public void fault(ArchiveFault fault) {
                      faults.add(fault);
                    }
                  });
      summary.imageIds().forEach(id -> surroundings.out().print(id + "\n"));
      return faults.end().code();
    } catch (UnreadableException e) {
      surroundings.tell(name + ": " + e.reason());
    } catch (IOException e) {
      surroundings.tell(name + ": " + UnreadableException.reason(e));
    }
    return ExitStatus.NOT_READ.code();
  }
}
