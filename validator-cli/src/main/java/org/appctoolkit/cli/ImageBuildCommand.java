package org.appctoolkit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.archive.ImageWriter;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.layout.Layout;
import org.appctoolkit.report.Palette;
import org.appctoolkit.report.TextReport;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.validate.Judgement;
import org.appctoolkit.validate.Settings;
import org.appctoolkit.validate.Validator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
  private static final String SUFFIX = ".aci";
  private static final String EPOCH = "SOURCE_DATE_EPOCH";

  /** The last second that has four digits for its year, as every reader can tell. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

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

  @Option(
      names = "--compression",
      paramLabel = "FORM",
      converter = CompressionConverter.class,
      description = "gzip, bzip2, xz or none (default: gzip).")
  private Compression compression = Compression.GZIP;

  @Option(names = "--owner-root", description = "Let everything belong to user 0 and group 0.")
  private boolean ownedByRoot;

  @Option(names = "--overwrite", description = "Replace the archive if there is one.")
  private boolean overwrite;

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  ImageBuildCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  private static final class CompressionConverter extends Choice<Compression> {
    CompressionConverter() {
      super(Compression.class);
    }
  }

  @Override
  public Integer call() {
    Optional<Instant> latest = latest();
    try {
      Path directory = ImageInput.path(name);
      Path file = ImageInput.path(output);
      if (!Files.isDirectory(directory)) {
        throw new UnreadableException(
            Files.exists(directory) ? "not a directory" : "no such file or directory");
      }
      checkPlace(directory, file);
      return build(new Layout(directory), file, latest).code();
    } catch (UnreadableException e) {
      surroundings.tell(name + ": " + e.reason());
    }
    return ExitStatus.NOT_READ.code();
  }

  private Optional<Instant> latest() {
    Optional<String> text = Optional.ofNullable(surroundings.environment().get(EPOCH));
    if (text.filter(it -> !it.matches("[0-9]{1,12}")).isPresent()
        || text.map(Long::parseLong).filter(it -> it > LAST_SECOND).isPresent()) {
      throw misuse(
          "the environment variable "
              + EPOCH
              + " is no number of seconds since 1970: "
              + text.orElse(""));
    }
    return text.map(Long::parseLong).map(Instant::ofEpochSecond);
  }

  private void checkPlace(Path directory, Path file) throws UnreadableException {
    if (!output.endsWith(SUFFIX) || file.endsWith(SUFFIX)) {
      throw misuse("the name of an image archive ends with " + SUFFIX + ", unlike " + output);
    }
    if (!overwrite && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw misuse("there is " + output + " already; --overwrite replaces it");
    }
    // The archive would be part of what it is made of.
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    try {
      if (Files.isDirectory(folder) && folder.toRealPath().startsWith(directory.toRealPath())) {
        throw misuse("the archive would lie in the layout that it is made of: " + output);
      }
    } catch (IOException e) {
      throw new UnreadableException(UnreadableException.reason(e));
    }
  }

  private ExitStatus build(Layout layout, Path file, Optional<Instant> latest)
      throws UnreadableException {
    FaultReport faults = new FaultReport(surroundings, layout.name());
    if (!isAcceptable(layout, faults)) {
      surroundings.tell("nothing was built");
      return faults.end().or(ExitStatus.FINDINGS);
    }
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

  /** Whether nothing in the layout breaks the specification; what does was told. */
  private boolean isAcceptable(ImageSource source, FaultReport faults) throws UnreadableException {
    TopLevel top = new TopLevel(limits.documentBytes(), faults);
    Content content = new Content(top, faults);
    try {
      source.read(limits.limits(), Set.of(), content);
    } catch (IOException e) {
      throw new UnreadableException(UnreadableException.reason(e));
    }
    content.end();
    Optional<byte[]> manifest = top.manifest();
    if (manifest.isEmpty() || faults.status() != ExitStatus.OK) {
      return false;
    }
    Validator validator = new Validator(Settings.DEFAULT.withKind(ManifestKind.IMAGE_MANIFEST));
    String path = Path.of(source.name()).resolve("manifest").toString();
    Judgement judgement = validator.judge(Source.of(path, manifest.get()));
    boolean acceptable =
        judgement.findings().all().stream().noneMatch(it -> it.severity() == Severity.ERROR);
    if (!acceptable) {
      surroundings.out().flush();
      new TextReport(surroundings.err(), Palette.PLAIN).add(judgement);
    }
    return acceptable && !judgement.hitALimit();
  }

  /** Writes the archive, which is to be put into its place yet. */
  private ImageId write(
      ImageSource source, OutputFile out, Optional<Instant> latest, FaultReport faults)
      throws IOException, UnreadableException {
    try {
      ImageWriter writer = new ImageWriter(out.stream(), compression);
      source.read(
          limits.limits(),
          Set.of(),
          new ArchiveVisitor() {
            @Override
            public Next entry(Entry entry, EntryContent content) throws IOException {
              Entry owned = ownedByRoot ? entry.ownedByRoot() : entry;
              Entry written = latest.map(owned::modifiedNoLaterThan).orElse(owned);
              Optional<String> obstacle = ImageWriter.obstacle(written);
              if (obstacle.isPresent()) {
                faults.add(entry.name(), obstacle.get());
              } else {
                writer.add(written, content);
              }
              return Next.CONTINUE;
            }

            @Override
            public void fault(ArchiveFault fault) {
              faults.add(fault);
            }
          });
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

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Looks at what stands in a layout beside its manifest. */
  private static final class Content implements ArchiveVisitor {
    private static final String ROOT = "rootfs";

    private final TopLevel top;
    private final FaultReport faults;
    private boolean root;

    Content(TopLevel top, FaultReport faults) {
      this.top = top;
      this.faults = faults;
    }

    void end() {
      if (!root) {
        faults.add(Octets.EMPTY, "there is no directory rootfs in it");
      }
    }

    @Override
    public Next entry(Entry entry, EntryContent content) throws IOException {
      String name = TopLevel.name(entry);
      if (name.equals(ROOT) && entry.type() == EntryType.DIRECTORY) {
        root = true;
      } else if (!name.equals("manifest") && !name.startsWith(ROOT + "/")) {
        faults.add(entry.name(), "an image holds a manifest and the directory rootfs, only");
      }
      return top.entry(entry, content);
    }

    @Override
    public void fault(ArchiveFault fault) {
      top.fault(fault);
    }
  }
}
