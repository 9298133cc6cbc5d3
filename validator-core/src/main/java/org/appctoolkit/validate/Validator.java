package org.appctoolkit.validate;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.dependency.Catalogue;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Source;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.ManifestReader;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.RuleBook;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;

/**
 * Judges manifests, images and discovery pages. The only entry point of the core.
 *
 * <p>Safe for use by several threads. Judging never fails, whatever the bytes; what is wrong with
 * them is a finding.
 */
public final class Validator {
  private record Dialect(ManifestKind kind, SpecVersion version) {}

  private final Settings settings;
  private final Map<Dialect, StructureCheck> structures;

  /** A validator that judges in the given way. */
  public Validator(Settings settings) {
    this(settings, new ConcurrentHashMap<>());
  }

  private Validator(Settings settings, Map<Dialect, StructureCheck> structures) {
    this.settings = settings;
    this.structures = structures;
  }

  /** Judges a source as a manifest. */
  public Judgement judge(Source source) {
    try {
      return judge(source, Optional.empty());
    } catch (IOException e) {
      throw new IllegalStateException("there is nothing to read from", e);
    }
  }

  /**
   * Judges a source as a manifest, together with the images that it needs.
   *
   * <p>A pod is judged with the images of its apps, each app in its rendered rootfs. An image is
   * judged with those it depends on.
   *
   * @param catalogue where those images are; empty to leave them out
   * @throws IOException what the catalogue or reading one of its images has thrown
   */
  public Judgement judge(Source source, Optional<Catalogue> catalogue) throws IOException {
    ManifestVerdict verdict = verdict(source);
    StoreCheck check = new StoreCheck(catalogue, settings, verdict.version());
    if (catalogue.isPresent() && verdict.manifest().orElse(null) instanceof PodManifest pod) {
      check.check(pod);
      verdict = verdict.without(RuleBook::isAboutWholePods);
    } else if (verdict.manifest().orElse(null) instanceof ImageManifest image) {
      check.check(
          new KnownImage(List.of(), 0, verdict.object().orElseThrow(), image, nothing(source)));
    }
    Collector collector = new Collector(Optional.of(verdict.document()), settings);
    verdict.addTo(collector);
    collector.add(check.violations(), verdict.version());
    return new Judgement(
        source.name(),
        Optional.of(verdict.document()),
        verdict.kind(),
        verdict.version(),
        collector.findings(verdict.version()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A manifest alone has no entries. */
  private static ImageSource nothing(Source source) {
    return ImageArchive.source(source.name(), InputStream.nullInputStream());
  }

  /**
   * Judges a source as a discovery page.
   *
   * @param asked the name and labels that the page is to lead to
   */
  public Judgement judgePage(Source source, ImageReference asked) {
    return new PageCheck(settings).judge(source, asked);
  }

  /**
   * Judges an image: an archive or a layout, with its manifest and what both say of one another.
   *
   * <p>The image is read once, from its first entry to its last unless a limit is reached before.
   *
   * @param packaging what is around an archive; empty for a layout
   * @param timeIsUp whether to stop; asked at every entry
   * @throws IOException what reading has thrown
   */
  public Judgement judge(
      ImageSource source, Optional<Packaging> packaging, BooleanSupplier timeIsUp)
      throws IOException {
    return judge(source, packaging, timeIsUp, Optional.empty());
  }

  /**
   * Judges an image together with those it depends on, in its rendered rootfs.
   *
   * @param packaging what is around an archive; empty for a layout
   * @param timeIsUp whether to stop; asked at every entry of the image itself
   * @param catalogue where the images are that it depends on; empty to leave them out
   * @throws IOException what the catalogue or reading an image has thrown
   */
  public Judgement judge(
      ImageSource source,
      Optional<Packaging> packaging,
      BooleanSupplier timeIsUp,
      Optional<Catalogue> catalogue)
      throws IOException {
    Validator ofImages =
        settings.kind().isPresent()
            ? this
            : new Validator(settings.withKind(ManifestKind.IMAGE_MANIFEST), structures);
    return new ImageCheck(source.name(), settings, ofImages::verdict, timeIsUp, catalogue)
        .judge(source, packaging);
  }

  private ManifestVerdict verdict(Source source) {
    Document document = Document.read(source, settings.limits());
    List<Violation> ofDocument = new ArrayList<>(DocumentCheck.check(document));
    if (!(document.root().orElse(null) instanceof Json.Obj root)) {
      SpecVersion version = settings.version().orElse(SpecVersion.NEWEST);
      return ManifestVerdict.of(document, version, ofDocument);
    }
    Identity identity = Identity.of(root, settings);
    SpecVersion named = identity.version();
    ofDocument.addAll(identity.violations());
    if (identity.kind().isEmpty()) {
      return ManifestVerdict.of(document, named, ofDocument);
    }
    ManifestKind kind = identity.kind().get();
    SpecVersion version = kind.nearest(named);
    List<Violation> ofManifest = structure(kind, version).check(root);
    if (identity.guessed()) {
      ofManifest.removeIf(Validator::isAboutAcKind);
    }
    Manifest manifest = ManifestReader.read(root, kind, version);
    ofManifest.addAll(RuleBook.check(manifest, settings.asked(), Violation::new));
    return new ManifestVerdict(
        document, Optional.of(kind), version, named, ofDocument, ofManifest, Optional.of(manifest));
  }

  private StructureCheck structure(ManifestKind kind, SpecVersion version) {
    return structures.computeIfAbsent(
        new Dialect(kind, version), it -> new StructureCheck(it.kind(), it.version()));
  }

  private static boolean isAboutAcKind(Violation violation) {
    return violation.problem().spot() instanceof Problem.Spot.InManifest there
        && there.pointer().equals(Pointer.ROOT.key("acKind"));
  }
}
