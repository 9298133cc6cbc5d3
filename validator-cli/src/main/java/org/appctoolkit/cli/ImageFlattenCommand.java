package org.appctoolkit.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.EntryWriter;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.archive.ImageWriter;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.layout.OutputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc image flatten}. */
@Command(
    name = "flatten",
    description =
        "Make one image archive of an image and those it depends on, and print its image ID.",
    sortOptions = false,
    footer = {
      "",
      "The archive has the manifest of IMAGE without dependencies and path whitelist: they have",
      "been followed. The same images always make the same archive. When SOURCE_DATE_EPOCH is set,",
      "no file is newer than that."
    })
final class ImageFlattenCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "IMAGE", description = AssemblyInput.WHAT)
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "OUT.aci",
      description = "The archive, which is there in full or not at all.")
  private String output = "";

  @Mixin private NewArchiveOptions archive = new NewArchiveOptions();

  @Mixin private StoreOption store = new StoreOption();

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  @Mixin private DependencyLimitOptions dependencyLimits = new DependencyLimitOptions();

  ImageFlattenCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Optional<Instant> latest = archive.latest(surroundings);
    AssemblyInput input =
        new AssemblyInput(surroundings, spec, store, limits, dependencyLimits.limits());
    try {
      Path file = archive.place(output, Optional.empty());
      try (AssemblyInput.Rendered rendered = input.open(name, file)) {
        return write(rendered, file, latest).code();
      }
    } catch (AssemblyInput.RefusedException e) {
      return e.status().code();
    } catch (UnreadableException e) {
      surroundings.tell(name + ": " + e.reason());
    } catch (IOException e) {
      surroundings.tell(
          "cannot flatten " + name + " into " + output + ": " + UnreadableException.reason(e));
    }
    return ExitStatus.NOT_READ.code();
  }

  private ExitStatus write(AssemblyInput.Rendered rendered, Path file, Optional<Instant> latest)
      throws IOException, UnreadableException {
    ImageSource source = rendered.rendering().sourceInOrder(rendered.manifest());
    FaultReport faults = new FaultReport(surroundings, rendered.name());
    try (OutputFile out = new OutputFile(file)) {
      ImageWriter writer =
          new ImageWriter(out.stream(), archive.compression().orElse(Compression.GZIP));
      ArchiveSummary summary =
          source.read(
              limits.limits(), Set.of(), new EntryWriter(writer, faults, latest, entry -> entry));
      if (faults.end() != ExitStatus.OK || !summary.complete()) {
        surroundings.tell("nothing was written");
        return faults.status().or(ExitStatus.FINDINGS);
      }
      ImageId id = writer.finish();
      out.stream().flush();
      out.commit();
      surroundings.out().print(id + "\n");
      return ExitStatus.OK;
    }
  }
}
