package org.appctoolkit.validate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
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

  private static final Pointer DEPENDENCIES = Pointer.ROOT.key("dependencies");

  private final Optional<Catalogue> catalogue;
  private final Settings settings;
  private final SpecVersion version;
  private final BooleanSupplier timeIsUp;
  private final Set<Violation> violations = new LinkedHashSet<>();

  /**
   * A check.
   *
   * @param catalogue the images; empty if nothing is known of other images
   * @param version whose rules apply
   * @param timeIsUp whether to stop reading other images
   */
  StoreCheck(
      Optional<Catalogue> catalogue,
      Settings settings,
      SpecVersion version,
      BooleanSupplier timeIsUp) {
    this.catalogue = catalogue;
    this.settings = settings;
    this.version = version;
    this.timeIsUp = timeIsUp;
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
    boolean alone = catalogue.isEmpty() || !image.hasDependencies();
    Optional<Assembly> assembly =
        alone ? Optional.of(Assembly.of(root)) : resolve(root, Pointer.ROOT);
    if (alone || assembly.isEmpty()) {
      ask(ArchiveRules.ALONE, image);
    }
    boolean whole = !image.manifest().pathWhitelist().isEmpty() || !alone;
    if (assembly.isEmpty() || !whole) {
      ask(ArchiveRules.APPS, image);
      ask(ArchiveRules.IMAGES, image);
      return;
    }
    try {
      List<Layer> layers =
          Rendering.layers(assembly.get(), own, settings.archiveLimits(), timeIsUp);
      Rootfs rootfs =
          Rootfs.of(assembly.get(), layers, settings, !image.hasDependencies() || !alone, timeIsUp);
      Image all = rootfs.all(image.manifest());
      ask(ArchiveRules.APPS, all);
      ask(ArchiveRules.IMAGES, all);
      ask(ArchiveRules.SELECTIONS, new Selection(all, rootfs.kept(image.manifest())));
    } catch (UnrenderableException e) {
      add(e, alone ? Pointer.ROOT.key("pathWhitelist") : DEPENDENCIES);
      ask(ArchiveRules.ALONE, image);
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
    violations.addAll(RuleBook.checkWhole(resolved.effective(), Violation::new));
    Map<List<ImageId>, List<ResolvedPod.ResolvedApp>> byImage = new LinkedHashMap<>();
    for (ResolvedPod.ResolvedApp app : resolved.apps()) {
      app.image()
          .ifPresent(it -> byImage.computeIfAbsent(it.ids(), ids -> new ArrayList<>()).add(app));
    }
    // One rootfs at a time, as each may take all the memory that is granted.
    for (List<ResolvedPod.ResolvedApp> apps : byImage.values()) {
      check(apps);
    }
  }

  /** Judges apps that have the same image. */
  private void check(List<ResolvedPod.ResolvedApp> apps) throws IOException {
    Optional<Rootfs> rootfs = render(apps.get(0).image().orElseThrow(), apps.get(0).place());
    if (rootfs.isEmpty()) {
      return;
    }
    for (ResolvedPod.ResolvedApp app : apps) {
      ImageManifest manifest = app.asImage(version).orElseThrow();
      Image all = rootfs.get().all(manifest);
      ask(ArchiveRules.APPS, all);
      ask(ArchiveRules.SELECTIONS, new Selection(all, rootfs.get().kept(manifest)));
    }
  }

  private Optional<Rootfs> render(KnownImage image, Pointer place) throws IOException {
    Optional<Assembly> assembly = resolve(image, place);
    if (assembly.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<Layer> layers = Rendering.layers(assembly.get(), settings.archiveLimits(), timeIsUp);
      return Optional.of(Rootfs.of(assembly.get(), layers, settings, true, timeIsUp));
    } catch (UnrenderableException e) {
      add(e, place);
      return Optional.empty();
    }
  }

  /**
   * A rendered rootfs, with and without the path whitelist of the image itself.
   *
   * @param all without it
   * @param kept with it
   * @param whole whether it has the files of the images that the image depends on
   */
  private record Rootfs(Rendering all, Rendering kept, boolean whole) {
    static Rootfs of(
        Assembly assembly,
        List<Layer> layers,
        Settings settings,
        boolean whole,
        BooleanSupplier timeIsUp)
        throws UnrenderableException {
      ArchiveLimits limits = settings.archiveLimits();
      Rendering all =
          Rendering.of(assembly, layers, limits, Rendering.Whitelists.OF_DEPENDENCIES, timeIsUp);
      Rendering kept =
          assembly.root().manifest().pathWhitelist().isEmpty()
              ? all
              : Rendering.of(assembly, layers, limits, Rendering.Whitelists.ALL, timeIsUp);
      return new Rootfs(all, kept, whole);
    }

    Image all(ImageManifest manifest) {
      return all.image(manifest, whole);
    }

    Image kept(ImageManifest manifest) {
      return kept.image(manifest, whole);
    }
  }

  /** What to render; told at that place what is in the way. */
  private Optional<Assembly> resolve(KnownImage image, Pointer place) throws IOException {
    Resolution found = Resolution.of(image, catalogue.orElseThrow(), settings.dependencyLimits());
    ask(StoreRules.DEPENDENCIES, place.equals(Pointer.ROOT) ? found : found.at(place));
    return found.assembly();
  }

  /** Tells it there or, of dependencies of the manifest itself, at the one that leads there. */
  private void add(UnrenderableException e, Pointer place) {
    Pointer culprit =
        place.equals(DEPENDENCIES)
                && e.reason() == UnrenderableException.Reason.BROKEN
                && e.dependency().isPresent()
            ? place.index(e.dependency().getAsInt())
            : place;
    violations.add(
        Violation.of(
            switch (e.reason()) {
              case BROKEN -> "dependency-can-be-rendered";
              case LIMIT -> "rendered-tree-is-limited";
              case TIME -> "judging-time-is-limited";
            },
            Problem.at(culprit, e.getMessage())));
  }

  private <S> void ask(List<Rule<S>> rules, S subject) {
    List<Violation> found = new ArrayList<>();
    for (Inquiry<S> inquiry : Inquiry.of(rules)) {
      inquiry.rule().check(subject).forEach(it -> found.add(new Violation(inquiry.clause(), it)));
    }
    found.stream().filter(it -> it.clause().versions().contains(version)).forEach(violations::add);
  }
}
