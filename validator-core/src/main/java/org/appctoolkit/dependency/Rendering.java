package org.appctoolkit.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.image.Accounts;
import org.appctoolkit.image.EntryPath;
import org.appctoolkit.image.Image;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.image.Links;
import org.appctoolkit.model.ImageManifest;

/**
 * A rootfs as it is after an image was rendered together with those it depends on.
 *
 * <p>All is decided by the names of the entries; contents are not looked at before {@link #source}
 * is read. The memory it takes, for names mostly, is bounded by {@link
 * ArchiveLimits#affordableTreeBytes()}.
 */
public final class Rendering {
  private final Assembly assembly;
  private final List<Layer> layers;
  private final List<PathFilter> filters;
  private final RenderedTree rendered;
  private final ImageTree tree;

  private Rendering(
      Assembly assembly,
      List<Layer> layers,
      List<PathFilter> filters,
      RenderedTree rendered,
      ImageTree tree) {
    this.assembly = assembly;
    this.layers = layers;
    this.filters = filters;
    this.rendered = rendered;
    this.tree = tree;
  }

  /** Which path whitelists count. */
  public enum Whitelists {
    /** All of them, as they do in truth. */
    ALL,
    /** All but that of the image itself, to see what it leaves out. */
    OF_DEPENDENCIES
  }

  /**
   * Renders an image.
   *
   * @throws IOException what reading the images has thrown
   * @throws UnrenderableException if one of them cannot be extracted, or a limit is hit
   */
  public static Rendering of(Assembly assembly, ArchiveLimits limits)
      throws IOException, UnrenderableException {
    return of(assembly, layers(assembly, limits, () -> false), limits, Whitelists.ALL, () -> false);
  }

  /**
   * The layers of the images that an image depends on, and its own, which was read already.
   *
   * @param timeIsUp whether to stop; asked at every entry
   * @throws IOException what reading the images has thrown
   * @throws UnrenderableException if one of them cannot be extracted, or a limit is hit
   */
  public static List<Layer> layers(
      Assembly assembly, Layer own, ArchiveLimits limits, BooleanSupplier timeIsUp)
      throws IOException, UnrenderableException {
    int others = assembly.images().size() - 1;
    List<Layer> layers =
        new ArrayList<>(layers(assembly, others, limits, own.tree().used(), timeIsUp));
    layers.add(own);
    return layers;
  }

  /**
   * The layers of all images.
   *
   * @param timeIsUp whether to stop; asked at every entry
   * @throws IOException what reading the images has thrown
   * @throws UnrenderableException if one of them cannot be extracted, or a limit is hit
   */
  public static List<Layer> layers(
      Assembly assembly, ArchiveLimits limits, BooleanSupplier timeIsUp)
      throws IOException, UnrenderableException {
    return layers(assembly, assembly.images().size(), limits, 0, timeIsUp);
  }

  private static List<Layer> layers(
      Assembly assembly, int count, ArchiveLimits limits, long used, BooleanSupplier timeIsUp)
      throws IOException, UnrenderableException {
    long budget = limits.affordableTreeBytes() - used;
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try {
        Layer layer = Layer.read(assembly.images().get(i), limits, budget, timeIsUp);
        budget -= layer.tree().used();
        layers.add(layer);
      } catch (UnrenderableException e) {
        throw e.ledToBy(assembly.leadingTo(i));
      }
    }
    return layers;
  }

  /**
   * Renders an image whose layers are known.
   *
   * @param layers one for each image of the assembly
   * @param timeIsUp whether to stop; asked twice at every pass
   * @throws UnrenderableException if a limit is hit, or time is up
   */
  public static Rendering of(
      Assembly assembly,
      List<Layer> layers,
      ArchiveLimits limits,
      Whitelists whitelists,
      BooleanSupplier timeIsUp)
      throws UnrenderableException {
    long budget = limits.affordableTreeBytes();
    for (Layer layer : layers) {
      budget -= layer.tree().used();
    }
    int root = assembly.images().size() - 1;
    List<Optional<PathWhitelist>> lists = new ArrayList<>();
    for (int i = 0; i <= root; i++) {
      lists.add(
          i == root && whitelists == Whitelists.OF_DEPENDENCIES
              ? Optional.empty()
              : PathWhitelist.of(assembly.images().get(i).manifest()));
    }
    List<PathFilter> filters = new ArrayList<>();
    Map<Restriction, PathFilter> known = new HashMap<>();
    List<RenderedTree.Pass> passes = new ArrayList<>();
    for (Assembly.Pass pass : assembly.passes()) {
      RenderedTree.stopWhen(timeIsUp);
      ImageTree layer = layers.get(pass.image()).tree();
      Restriction restriction =
          new Restriction(
              pass.image(),
              Stream.concat(pass.way().stream(), Stream.of(pass.image()))
                  .filter(image -> lists.get(image).isPresent())
                  .collect(Collectors.toCollection(TreeSet::new)));
      PathFilter filter = known.get(restriction);
      if (filter == null) {
        filter =
            PathFilter.of(
                layer,
                restriction.by().stream().map(image -> lists.get(image).orElseThrow()).toList());
        known.put(restriction, filter);
        budget -= filter.used();
      }
      if (budget < 0) {
        throw new UnrenderableException(
            Layer.noRoom(assembly.image(pass)), UnrenderableException.Reason.LIMIT);
      }
      filters.add(filter);
      passes.add(new RenderedTree.Pass(pass.image(), layer, filter));
    }
    try {
      RenderedTree rendered =
          RenderedTree.of(
              passes,
              layers.size(),
              PathWhitelist.of(assembly.root().manifest())
                  .map(PathWhitelist::ensured)
                  .orElse(List.of()),
              budget,
              timeIsUp);
      ImageTree tree = rendered.compact(budget - rendered.tree().used());
      return new Rendering(assembly, List.copyOf(layers), filters, rendered, tree);
    } catch (RenderedTree.RoomException e) {
      throw new UnrenderableException(
          Layer.noRoom(assembly.root()), UnrenderableException.Reason.LIMIT);
    }
  }

  /** An image, and those whose path whitelists it is extracted through. */
  private record Restriction(int image, Set<Integer> by) {}

  /** What was rendered. */
  public Assembly assembly() {
    return assembly;
  }

  /**
   * The image as its app sees it once it is rendered, with another manifest perhaps.
   *
   * @param whole whether those it depends on were rendered with it
   */
  public Image image(ImageManifest manifest, boolean whole) {
    int rootfs = tree.child(ImageTree.TOP, "rootfs");
    return new Image(
        manifest,
        tree,
        new Links(tree, rootfs),
        rootfs,
        accounts(EntryPath.of("rootfs/etc/passwd"), true),
        accounts(EntryPath.of("rootfs/etc/group"), false),
        whole);
  }

  private Optional<Accounts> accounts(EntryPath path, boolean users) {
    int node = rendered.tree().spot(path).node();
    if (node == ImageTree.NONE || rendered.pass(node) == RenderedTree.NO_PASS) {
      return Optional.empty();
    }
    Layer layer = layers.get(assembly.passes().get(rendered.pass(node)).image());
    // Of a file with several names it is not known what is in it.
    return layer.tree().spot(path).node() == rendered.node(node)
        ? users ? layer.users() : layer.groups()
        : Optional.empty();
  }

  /**
   * The rendered image as one that can be read: its manifest, then what each of the images has
   * added to the rootfs, in the order of their first passes. A directory can come after what is in
   * it.
   *
   * @param manifest its manifest
   */
  public ImageSource source(byte[] manifest) {
    return new RenderedSource(this, manifest, false);
  }

  /**
   * The same with every directory before what is in it, as an archive is expected to have them.
   * This takes a second look at the images.
   *
   * @param manifest its manifest
   */
  public ImageSource sourceInOrder(byte[] manifest) {
    return new RenderedSource(this, manifest, true);
  }

  /**
   * A path of the rootfs, and where it comes from.
   *
   * @param path absolute, as an app sees it
   * @param type what is there
   * @param pass the number of its pass from 1 on; 0 for a directory that has no entry in any image
   */
  public record Origin(Octets path, EntryType type, int pass) {}

  /** All that is in the rootfs, the rootfs itself first, in the order of the paths. */
  public List<Origin> origins() {
    List<Origin> origins = new ArrayList<>();
    ImageTree all = rendered.tree();
    for (int node = 1; node < all.size(); node++) {
      if (rendered.keeps(node)) {
        origins.add(new Origin(inRootfs(all.path(node)), all.type(node), rendered.pass(node) + 1));
      }
    }
    origins.sort((one, other) -> Listing.compare(one.path(), other.path()));
    return origins;
  }

  /** What each pass does to a path, in their order. */
  public List<Explanation> explain(String path) {
    EntryPath entry = EntryPath.of("rootfs/" + path);
    return entry.climbs()
        ? List.of()
        : new PathHistory(assembly, layers, filters, rendered).of(entry);
  }

  /** Whether there is anything at a path in the end. */
  public boolean has(String path) {
    EntryPath entry = EntryPath.of("rootfs/" + path);
    return !entry.climbs() && tree.spot(entry).node() != ImageTree.NONE;
  }

  private static Octets inRootfs(Octets path) {
    String rootfs = "rootfs";
    byte[] bytes = path.bytes();
    return bytes.length == rootfs.length()
        ? Octets.of("/")
        : Octets.of(Arrays.copyOfRange(bytes, rootfs.length(), bytes.length));
  }

  List<Layer> layers() {
    return layers;
  }

  RenderedTree rendered() {
    return rendered;
  }

  /** For each image the nodes whose entries are there in the end. */
  BitSet own(int image) {
    BitSet own = new BitSet();
    for (int node = 1; node < rendered.tree().size(); node++) {
      int pass = rendered.pass(node);
      if (pass != RenderedTree.NO_PASS && assembly.passes().get(pass).image() == image) {
        own.set(rendered.node(node));
      }
    }
    return own;
  }
}
