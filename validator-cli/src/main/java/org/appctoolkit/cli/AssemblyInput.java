package org.appctoolkit.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.Format;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.dependency.Assembly;
import org.appctoolkit.dependency.Catalogue;
import org.appctoolkit.dependency.DependencyLimits;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.dependency.Obstacle;
import org.appctoolkit.dependency.Rendering;
import org.appctoolkit.dependency.Resolution;
import org.appctoolkit.dependency.UnrenderableException;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Quote;
import org.appctoolkit.document.Source;
import org.appctoolkit.edit.ImageEdit;
import org.appctoolkit.edit.ManifestEdit;
import org.appctoolkit.edit.ManifestEdits;
import org.appctoolkit.edit.RefusedEditException;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.store.ImageArgument;
import org.appctoolkit.store.ImageStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Finds an image and all it depends on, and renders it; what is wrong is told on standard error.
 */
final class AssemblyInput {
  /** What an image may be called on the command line. */
  static final String WHAT =
      "An image archive or a layout; or, of one in the store, " + ImageArgument.FORM + ".";

  private static final List<ManifestEdit> FOLLOWED =
      List.of(
          new ImageEdit.Clear(ImageEdit.Clear.Part.DEPENDENCIES),
          new ImageEdit.Clear(ImageEdit.Clear.Part.PATH_WHITELIST));

  private final Surroundings surroundings;
  private final CommandSpec spec;
  private final StoreOption storeOption;
  private final ArchiveLimitOptions limits;
  private final DependencyLimits dependencyLimits;

  AssemblyInput(
      Surroundings surroundings,
      CommandSpec spec,
      StoreOption storeOption,
      ArchiveLimitOptions limits,
      DependencyLimits dependencyLimits) {
    this.surroundings = surroundings;
    this.spec = spec;
    this.storeOption = storeOption;
    this.limits = limits;
    this.dependencyLimits = dependencyLimits;
  }

  /** Something that ends the command because of what was found, which was told. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    RefusedException(ExitStatus status) {
      super("refused because of what was found");
      this.status = status;
    }

    ExitStatus status() {
      return status;
    }
  }

  /** A rendered image. */
  static final class Rendered implements Closeable {
    private final String name;
    private final Rendering rendering;
    private final byte[] manifest;
    private final Closeable opened;

    private Rendered(String name, Rendering rendering, byte[] manifest, Closeable opened) {
      this.name = name;
      this.rendering = rendering;
      this.manifest = manifest;
      this.opened = opened;
    }

    /** What messages call it. */
    String name() {
      return name;
    }

    Rendering rendering() {
      return rendering;
    }

    /** Its manifest, without the dependencies and the path whitelist that were followed. */
    byte[] manifest() {
      return manifest.clone();
    }

    @Override
    public void close() throws IOException {
      opened.close();
    }
  }

  /** An image that was found, and what to close in the end. */
  private record Root(KnownImage image, Document manifest, Closeable opened) {}

  /**
   * Finds and renders an image.
   *
   * @param beside what standard input is kept beside
   */
  Rendered open(String name, Path beside)
      throws IOException, UnreadableException, RefusedException {
    if (name.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "the name of the image is empty");
    }
    Root root = root(name, beside);
    try {
      Assembly assembly = assembly(name, root.image());
      Rendering rendering = Rendering.of(assembly, limits.limits());
      return new Rendered(name, rendering, followed(name, root), root.opened());
    } catch (UnrenderableException e) {
      root.opened().close();
      throw refused(name, e.getMessage(), e.reason() != UnrenderableException.Reason.BROKEN);
    } catch (IOException | UnreadableException | RefusedException | RuntimeException e) {
      root.opened().close();
      throw e;
    }
  }

  /** An image in a few words. */
  static String words(KnownImage image) {
    String version = image.labels().get("version");
    return Quote.escape(image.name())
        + (version == null ? "" : ":" + Quote.escape(version))
        + image.ids().stream().findFirst().map(id -> ", " + id).orElse("");
  }

  // --- the image itself

  private Root root(String name, Path beside)
      throws IOException, UnreadableException, RefusedException {
    if (isFile(name)) {
      RereadableImage image = RereadableImage.open(name, beside, surroundings);
      try {
        return ofFile(image);
      } catch (IOException | UnreadableException | RefusedException | RuntimeException e) {
        image.close();
        throw e;
      }
    }
    ImageStore store = storeOption.open(surroundings, limits);
    Optional<ImageId> chosen = new StoreChoice(surroundings, spec, store).one(name);
    if (chosen.isEmpty()) {
      throw new RefusedException(ExitStatus.FINDINGS);
    }
    KnownImage image = store.find(chosen.get()).orElseThrow();
    Source source = Source.of(name + "/manifest", bytes(image));
    return new Root(image, Document.read(source, Acceptance.documentLimits(limits)), () -> {});
  }

  private static boolean isFile(String name) throws UnreadableException {
    try {
      return name.equals("-") || Files.exists(Path.of(name));
    } catch (InvalidPathException e) {
      throw new UnreadableException("the locale of the environment cannot express this name");
    }
  }

  /** The manifest of an image that was judged when it was added: no more is read than that. */
  private byte[] bytes(KnownImage image) throws IOException, RefusedException {
    FaultReport faults = new FaultReport(surroundings, image.name());
    TopLevel top = new TopLevel(limits.documentBytes(), faults);
    image
        .source()
        .read(
            limits.limits(),
            Set.of(),
            new ArchiveVisitor() {
              @Override
              public Next entry(Entry entry, EntryContent content) throws IOException {
                top.entry(entry, content);
                return TopLevel.isManifest(entry) ? Next.STOP : Next.CONTINUE;
              }

              @Override
              public void fault(ArchiveFault fault) {
                top.fault(fault);
              }
            });
    return top.manifest().orElseThrow(() -> new RefusedException(faults.status()));
  }

  private Root ofFile(RereadableImage image)
      throws IOException, UnreadableException, RefusedException {
    FaultReport faults = new FaultReport(surroundings, image.name());
    TopLevel top = new TopLevel(limits.documentBytes(), faults);
    ArchiveSummary summary = image.read(limits.limits(), Set.of(), top);
    Optional<byte[]> manifest = top.manifest();
    if (faults.end() != ExitStatus.OK || manifest.isEmpty() || !summary.complete()) {
      throw new RefusedException(faults.status().or(ExitStatus.FINDINGS));
    }
    Source source = Source.of(image.name() + "/manifest", manifest.get());
    Document document = Document.read(source, Acceptance.documentLimits(limits));
    if (!document.malformations().isEmpty()
        || !(document.root().orElse(null) instanceof Json.Obj text)) {
      throw refused(image.name(), "the manifest cannot be read; appc validate tells why", false);
    }
    long length = summary.format() == Format.LAYOUT ? 0 : summary.compressedBytes();
    return new Root(KnownImage.of(summary.imageIds(), length, text, image), document, image);
  }

  private byte[] followed(String name, Root root) throws RefusedException {
    try {
      Document flat =
          ManifestEdits.apply(
              root.manifest(), root.image().version(), Acceptance.documentLimits(limits), FOLLOWED);
      return flat.text().getBytes(StandardCharsets.UTF_8);
    } catch (RefusedEditException e) {
      throw refused(name, String.valueOf(e.getMessage()), false);
    }
  }

  // --- what it depends on

  private Assembly assembly(String name, KnownImage image)
      throws IOException, UnreadableException, RefusedException {
    if (!image.hasDependencies()) {
      return Assembly.of(image);
    }
    Catalogue catalogue = storeOption.open(surroundings, limits);
    Resolution resolution = Resolution.of(image, catalogue, dependencyLimits);
    ExitStatus status = ExitStatus.OK;
    for (Obstacle obstacle : resolution.obstacles()) {
      surroundings.tell(name + ": " + told(obstacle));
      if (obstacle.kind().isFatal()) {
        status = status.or(isLimit(obstacle) ? ExitStatus.LIMIT : ExitStatus.FINDINGS);
      }
    }
    if (resolution.assembly().isEmpty()) {
      throw new RefusedException(status);
    }
    return resolution.assembly().get();
  }

  private static String told(Obstacle obstacle) {
    String way =
        obstacle.way().isEmpty()
            ? ""
            : ", a dependency of "
                + String.join(" → ", obstacle.way().stream().map(Quote::of).toList());
    return (obstacle.kind().isFatal() ? "" : "warning: ")
        + obstacle.message()
        + " ("
        + Quote.escape(obstacle.pointer().toString())
        + way
        + ")";
  }

  private static boolean isLimit(Obstacle obstacle) {
    return switch (obstacle.kind()) {
      case TOO_DEEP, TOO_MANY_IMAGES, TOO_MANY_PASSES -> true;
      case MISSING,
          OTHER_ID,
          NO_SUCH_LABELS,
          OTHER_LABELS,
          OTHER_NAME,
          OTHER_SIZE,
          AMBIGUOUS,
          UNCLEAR,
          CYCLE ->
          false;
    };
  }

  private RefusedException refused(String name, String message, boolean limit) {
    surroundings.tell(name + ": " + message);
    return new RefusedException(limit ? ExitStatus.LIMIT : ExitStatus.FINDINGS);
  }
}
