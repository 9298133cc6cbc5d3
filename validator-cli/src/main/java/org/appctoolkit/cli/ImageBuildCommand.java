package org.appctoolkit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.EntryWriter;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.archive.ImageWriter;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.layout.Layout;
import org.appctoolkit.layout.OutputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code appc image build}. */
@Command(
    name = "build",
    description = "Build an image archive of a layout, and print its image ID.",
    sortOptions = false,
    footer = {
      "",
      "The same layout always makes the same archive: the manifest comes first, then all files in",
      "the order of their names. When SOURCE_DATE_EPOCH is set, no file is newer than that."
    })
final class ImageBuildCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      index = "0",
      paramLabel = "LAYOUT",
      description = "A directory with a file manifest and a directory rootfs.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "OUT.aci",
      description = "The archive, which is there in full or not at all.")
  private String output = "";

  @Option(names = "--owner-root", description = "Let everything belong to user 0 and group 0.")
  private boolean ownedByRoot;

  @Mixin private NewArchiveOptions archive = new NewArchiveOptions();

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  ImageBuildCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Optional<Instant> latest = archive.latest(surroundings);
    try {
      Path directory = ImageInput.path(name);
      if (!Files.isDirectory(directory)) {
        throw new UnreadableException(
            Files.exists(directory) ? "not a directory" : "no such file or directory");
      }
      Path file = archive.place(output, Optional.of(directory));
      return build(new Layout(directory), file, latest).code();
    } catch (UnreadableException e) {
      surroundings.tell(name + ": " + e.reason());
    }
    return ExitStatus.NOT_READ.code();
  }

  private ExitStatus build(Layout layout, Path file, Optional<Instant> latest)
      throws UnreadableException {
    ExitStatus status = judge(layout);
    if (status != ExitStatus.OK) {
      surroundings.tell("nothing was built");
      return status;
    }
    FaultReport faults = new FaultReport(surroundings, layout.name());
    try (OutputFile out = new OutputFile(file)) {
      ImageId id = write(layout, out, latest, faults);
      if (faults.end() != ExitStatus.OK) {
        surroundings.tell("nothing was built");
        return faults.status();
      }
      out.commit();
      surroundings.out().print(id + "\n");
      return ExitStatus.OK;
    } catch (IOException e) {
      surroundings.tell("cannot write " + output + ": " + UnreadableException.reason(e));
      return ExitStatus.NOT_READ;
    }
  }

  /** Whether the layout may be built; what speaks against it was told. */
  private ExitStatus judge(Layout layout) throws UnreadableException {
    Acceptance acceptance = new Acceptance(surroundings, limits);
    try {
      return acceptance.tell(acceptance.judge(layout));
    } catch (IOException e) {
      throw new UnreadableException(UnreadableException.reason(e));
    }
  }

  /** Writes the archive, which is to be put into its place yet. */
  private ImageId write(
      ImageSource source, OutputFile out, Optional<Instant> latest, FaultReport faults)
      throws IOException, UnreadableException {
    try {
      ImageWriter writer =
          new ImageWriter(out.stream(), archive.compression().orElse(Compression.GZIP));
      source.read(
          limits.limits(),
          Set.of(),
          new EntryWriter(
              writer, faults, latest, entry -> ownedByRoot ? entry.ownedByRoot() : entry));
      ImageId id = writer.finish();
      out.stream().flush();
      return id;
    } catch (IOException e) {
      if (out.failure().isPresent()) {
        throw e;
      }
      throw new UnreadableException(UnreadableException.reason(e));
    }
  }
}
