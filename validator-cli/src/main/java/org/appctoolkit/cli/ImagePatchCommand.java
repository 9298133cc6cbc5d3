package org.appctoolkit.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.Format;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageWriter;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Source;
import org.appctoolkit.edit.ManifestEdit;
import org.appctoolkit.edit.ManifestEdits;
import org.appctoolkit.edit.RefusedEditException;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.layout.OutputFile;
import org.appctoolkit.validate.Judgement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc image patch}. */
@Command(
    name = "patch",
    description = "Change the manifest of an image, and print the new image ID.",
    sortOptions = false,
    footer = {
      "",
      "Everything but the manifest is written again as it was: content, mode, owners, times,",
      "extended attributes, links and order. The new archive is judged before it is put into its",
      "place; where there is an error in it, nothing is written. FILE and OUT.aci may be the same",
      "file with --overwrite. When SOURCE_DATE_EPOCH is set, the manifest is not newer than that."
    })
final class ImagePatchCommand implements Callable<Integer> {
  private static final String REFUSED = "nothing was written";

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "An image archive or a layout; - for standard input.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "OUT.aci",
      description = "The new archive, which is there in full or not at all.")
  private String output = "";

  @Mixin private ManifestEditOptions changes = new ManifestEditOptions();

  @Mixin private NewArchiveOptions archive = new NewArchiveOptions();

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  ImagePatchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Something that ends the command because of what was found, which was told. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    RefusedException(ExitStatus status) {
      super(REFUSED);
      this.status = status;
    }
  }

  /**
   * How to write the new archive.
   *
   * @param before the manifest as it is
   * @param after the manifest as it is to be
   * @param latest the time that the manifest is not newer than
   */
  private record Plan(
      Octets before, Octets after, Compression compression, Optional<Instant> latest) {}

  @Override
  public Integer call() {
    List<ManifestEdit> edits = changes.edits();
    if (edits.isEmpty() && changes.manifest().isEmpty() && archive.compression().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "nothing to change: say what the manifest is to be like");
    }
    Optional<Instant> latest = archive.latest(surroundings);
    try {
      Path file = archive.place(output, RereadableImage.directory(name));
      return patch(file, edits, latest).code();
    } catch (UnreadableException e) {
      surroundings.tell(name + ": " + e.reason());
      return ExitStatus.NOT_READ.code();
    } catch (RefusedException e) {
      surroundings.tell(REFUSED);
      return e.status.code();
    } catch (IOException e) {
      surroundings.tell("cannot write " + output + ": " + UnreadableException.reason(e));
      return ExitStatus.NOT_READ.code();
    }
  }

  private ExitStatus patch(Path file, List<ManifestEdit> edits, Optional<Instant> latest)
      throws IOException, UnreadableException, RefusedException {
    try (RereadableImage image = RereadableImage.open(name, file, surroundings)) {
      Plan plan = plan(image, edits, latest);
      try (OutputFile out = new OutputFile(file)) {
        ImageId id = write(image, plan, out);
        check(image, out);
        out.commit();
        surroundings.out().print(id + "\n");
        return ExitStatus.OK;
      }
    }
  }

  // --- the manifest

  private Plan plan(RereadableImage image, List<ManifestEdit> edits, Optional<Instant> latest)
      throws IOException, UnreadableException, RefusedException {
    FaultReport faults = new FaultReport(surroundings, image.name());
    TopLevel top = new TopLevel(limits.documentBytes(), faults);
    ArchiveSummary summary = read(image, top);
    Optional<byte[]> manifest = top.manifest();
    if (manifest.isEmpty() || faults.end() != ExitStatus.OK || !summary.complete()) {
      throw new RefusedException(faults.status().or(ExitStatus.FINDINGS));
    }
    Compression found =
        summary.format() == Format.LAYOUT ? Compression.GZIP : summary.compression();
    return new Plan(
        Octets.of(manifest.get()),
        Octets.of(edited(image.name() + "/manifest", manifest.get(), edits)),
        archive.compression().orElse(found),
        latest);
  }

  private byte[] edited(String place, byte[] manifest, List<ManifestEdit> edits)
      throws RefusedException {
    byte[] bytes = changes.manifest().isPresent() ? given(changes.manifest().get()) : manifest;
    if (edits.isEmpty()) {
      return bytes;
    }
    Source source = Source.of(changes.manifest().map(Path::toString).orElse(place), bytes);
    Judgement judgement = new Acceptance(surroundings, limits).judge(source);
    Document before = judgement.document().orElseThrow();
    try {
      Document after =
          ManifestEdits.apply(
              before, judgement.version(), Acceptance.documentLimits(limits), edits);
      return after.equals(before) ? bytes : after.text().getBytes(StandardCharsets.UTF_8);
    } catch (RefusedEditException e) {
      surroundings.tell(source.name() + ": " + e.getMessage());
      throw new RefusedException(ExitStatus.FINDINGS);
    }
  }

  /** The manifest that takes the place of the one in the image. */
  private byte[] given(Path file) throws RefusedException {
    try {
      if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
        surroundings.tell(file + ": not a regular file");
        throw new RefusedException(ExitStatus.NOT_READ);
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(limits.documentBytes() + 1);
        if (bytes.length > limits.documentBytes()) {
          surroundings.tell(
              file + ": the manifest is longer than " + limits.documentBytes() + " bytes");
          throw new RefusedException(ExitStatus.LIMIT);
        }
        return bytes;
      }
    } catch (IOException e) {
      surroundings.tell(file + ": " + UnreadableException.reason(e));
      throw new RefusedException(ExitStatus.NOT_READ);
    }
  }

  private ArchiveSummary read(RereadableImage image, ArchiveVisitor visitor)
      throws IOException, UnreadableException {
    try {
      return image.read(limits.limits(), Set.of(), visitor);
    } catch (IOException e) {
      if (image.failure().isPresent()) {
        throw e;
      }
      throw new UnreadableException(UnreadableException.reason(e));
    }
  }

  // --- the archive

  /** Writes the archive, which is to be put into its place yet. */
  private ImageId write(RereadableImage image, Plan plan, OutputFile out)
      throws IOException, UnreadableException, RefusedException {
    ImageWriter writer = new ImageWriter(out.stream(), plan.compression());
    Copy copy = new Copy(plan, writer, new FaultReport(surroundings, image.name()));
    ArchiveSummary summary;
    try {
      summary = read(image, copy);
    } catch (UnreadableException e) {
      if (out.failure().isPresent()) {
        throw out.failure().get();
      }
      throw e;
    }
    if (copy.faults.end() != ExitStatus.OK) {
      throw new RefusedException(copy.faults.status());
    }
    if (copy.changed || !copy.found || !summary.complete()) {
      throw new UnreadableException("it was changed while it was read");
    }
    ImageId id = writer.finish();
    out.stream().flush();
    return id;
  }

  /** Writes every entry again, the manifest with its new content. */
  private static final class Copy implements ArchiveVisitor {
    private final Plan plan;
    private final ImageWriter writer;
    private final FaultReport faults;
    private boolean found;
    private boolean changed;

    Copy(Plan plan, ImageWriter writer, FaultReport faults) {
      this.plan = plan;
      this.writer = writer;
      this.faults = faults;
    }

    @Override
    public Next entry(Entry entry, EntryContent content) throws IOException {
      boolean manifest = TopLevel.isManifest(entry);
      Entry written = manifest ? patched(entry) : entry;
      Optional<String> obstacle = ImageWriter.obstacle(written);
      if (obstacle.isPresent()) {
        faults.add(entry.name(), obstacle.get());
      } else if (manifest) {
        changed |= found || !isAsBefore(content);
        found = true;
        writer.add(written, new ByteArrayInputStream(plan.after().bytes()));
      } else {
        writer.add(written, content);
      }
      return changed ? Next.STOP : Next.CONTINUE;
    }

    private Entry patched(Entry entry) {
      Entry resized = entry.withSize(plan.after().length());
      return plan.latest().map(resized::modifiedNoLaterThan).orElse(resized);
    }

    private boolean isAsBefore(EntryContent content) throws IOException {
      return content
          .bytes(plan.before().length())
          .filter(it -> Octets.of(it).equals(plan.before()))
          .isPresent();
    }

    @Override
    public void fault(ArchiveFault fault) {
      // What there was to tell of the image was told when its manifest was looked for.
      changed |= !fault.kind().isHarmless();
    }
  }

  // --- the judgement

  /** Refuses a new archive that breaks the specification. */
  private void check(RereadableImage image, OutputFile out)
      throws IOException, UnreadableException, RefusedException {
    Acceptance acceptance = new Acceptance(surroundings, limits);
    Judgement judgement;
    try (InputStream in = out.reread()) {
      judgement = acceptance.judge(ImageArchive.source(output, in));
    }
    ExitStatus status = acceptance.tell(judgement);
    if (status != ExitStatus.OK) {
      tellOfOldErrors(image, acceptance, judgement);
      throw new RefusedException(status);
    }
  }

  /** Tells how many of the errors are not due to the changes. */
  private void tellOfOldErrors(RereadableImage image, Acceptance acceptance, Judgement judgement)
      throws UnreadableException {
    Set<List<String>> before = new HashSet<>();
    try {
      Acceptance.errors(acceptance.judge(image))
          .forEach(it -> before.add(List.of(it.rule(), it.message())));
    } catch (IOException e) {
      throw new UnreadableException(UnreadableException.reason(e));
    }
    long old =
        Acceptance.errors(judgement).stream()
            .filter(it -> before.contains(List.of(it.rule(), it.message())))
            .count();
    if (old > 0) {
      surroundings.tell(
          image.name()
              + ": "
              + (old == 1 ? "one of these errors is" : old + " of these errors are")
              + " in it already");
    }
  }
}
