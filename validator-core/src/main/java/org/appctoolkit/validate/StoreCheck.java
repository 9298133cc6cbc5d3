package org.appctoolkit.validate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.dependency.Assembly;
import org.appctoolkit.dependency.Catalogue;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.dependency.Layer;
import org.appctoolkit.dependency.Rendering;
import org.appctoolkit.dependency.Resolution;
import org.appctoolkit.dependency.ResolvedPod;
import org.appctoolkit.dependency.UnrenderableException;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.image.Image;
import org.appctoolkit.image.Selection;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;
import org.appctoolkit.rule.RuleBook;
import org.appctoolkit.rule.archive.ArchiveRules;
import org.appctoolkit.rule.store.StoreRules;
import org.appctoolkit.spec.SpecVersion;

/** Judges images and pods together with the images that they need. */
final class StoreCheck {
  /** The clauses checked here, other than by rules. */
  static final Set<String> CLAUSES =
      Set.of("dependency-can-be-rendered", "rendered-tree-is-limited");

  private final Optional<Catalogue> catalogue;
  private final Settings settings;
  private final SpecVersion version;
  private final Set<Violation> violations = new LinkedHashSet<>();

  /**
   * A check.
   *
   * @param catalogue the images; empty if nothing is known of other images
   * @param version whose rules apply
   */
  StoreCheck(Optional<Catalogue> catalogue, Settings settings, SpecVersion version) {
    this.catalogue = catalogue;
    this.settings = settings;
    this.version = version;
  }

  /** What is wrong, in the order of looking. */
  List<Violation> violations() {
    return List.copyOf(violations);
  }

  /**
   * Judges an image of which every entry was read.
   *
   * @param root the image
   * @param own its entries
   * @param image what an app sees that has nothing but its rootfs
   */
  void check(KnownImage root, Layer own, Image image) throws IOException {
    Optional<Assembly> assembly = Optional.of(Assembly.of(root));
    boolean alone = catalogue.isEmpty() || !image.hasDependencies();
    if (!alone) {
      assembly = resolve(root, Pointer.ROOT);
    }
    ask(ArchiveRules.ALONE, image);
    if (assembly.isEmpty()) {
      ask(ArchiveRules.APPS, image);
      ask(ArchiveRules.IMAGES, image);
      return;
    }
    Pointer place = alone ? Pointer.ROOT : Pointer.ROOT.key("dependencies");
    try {
      ArchiveLimits limits = settings.archiveLimits();
      List<Layer> layers = Rendering.layers(assembly.get(), own, limits);
      Image all =
          alone
              ? image
              : Rendering.of(assembly.get(), layers, limits, Rendering.Whitelists.OF_DEPENDENCIES)
                  .image(image.manifest());
      ask(ArchiveRules.APPS, all);
      ask(ArchiveRules.IMAGES, all);
      if (!image.manifest().pathWhitelist().isEmpty()) {
        Rendering rendering =
            Rendering.of(assembly.get(), layers, limits, Rendering.Whitelists.ALL);
        ask(ArchiveRules.SELECTIONS, new Selection(all, rendering.image(image.manifest())));
      }
    } catch (UnrenderableException e) {
      add(e, place);
    }
  }

  /** Judges the dependencies that a manifest names, of which no rootfs is known. */
  void check(KnownImage root) throws IOException {
    if (catalogue.isPresent() && !root.manifest().dependencies().isEmpty()) {
      resolve(root, Pointer.ROOT);
    }
  }

  /** Judges a pod, and each app in its rendered rootfs. */
  void check(PodManifest pod) throws IOException {
    if (catalogue.isEmpty()) {
      return;
    }
    ResolvedPod resolved = ResolvedPod.of(pod, catalogue.get());
    ask(StoreRules.PODS, resolved);
    RuleBook.check(pod, resolved.effective(), Violation::new).forEach(violations::add);
    Map<List<ImageId>, Optional<Rendering>> renderings = new HashMap<>();
    for (ResolvedPod.ResolvedApp app : resolved.apps()) {
      if (app.image().isPresent()) {
        KnownImage image = app.image().get();
        Optional<Rendering> rendering = renderings.get(image.ids());
        if (rendering == null) {
          rendering = render(image, app.place());
          renderings.put(image.ids(), rendering);
        }
        Optional<ImageManifest> manifest = app.asImage(version);
        if (rendering.isPresent() && manifest.isPresent()) {
          ask(ArchiveRules.APPS, rendering.get().image(manifest.get()));
        }
      }
    }
  }

  private Optional<Rendering> render(KnownImage image, Pointer place) throws IOException {
    Optional<Assembly> assembly = resolve(image, place);
    if (assembly.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Rendering.of(assembly.get(), settings.archiveLimits()));
    } catch (UnrenderableException e) {
      add(e, place);
      return Optional.empty();
    }
  }

  /** What to render; told at that place what is in the way. */
  private Optional<Assembly> resolve(KnownImage image, Pointer place) throws IOException {
    Resolution found = Resolution.of(image, catalogue.orElseThrow(), settings.dependencyLimits());
    ask(StoreRules.DEPENDENCIES, place.equals(Pointer.ROOT) ? found : found.at(place));
    return found.assembly();
  }

  private void add(UnrenderableException e, Pointer place) {
    violations.add(
        Violation.of(
            e.isLimit() ? "rendered-tree-is-limited" : "dependency-can-be-rendered",
            Problem.at(place, e.getMessage())));
  }

  private <S> void ask(List<Rule<S>> rules, S subject) {
    List<Violation> found = new ArrayList<>();
    for (Inquiry<S> inquiry : Inquiry.of(rules)) {
      inquiry.rule().check(subject).forEach(it -> found.add(new Violation(inquiry.clause(), it)));
    }
    found.stream().filter(it -> it.clause().versions().contains(version)).forEach(violations::add);
  }
}
