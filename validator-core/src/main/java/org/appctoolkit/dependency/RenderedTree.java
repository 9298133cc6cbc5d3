package org.appctoolkit.dependency;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.appctoolkit.archive.Device;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.archive.Owner;
import org.appctoolkit.archive.TarDialect;
import org.appctoolkit.image.EntryPath;
import org.appctoolkit.image.ImageTree;

/**
 * What is in a rootfs once all passes are done, and where each entry comes from.
 *
 * <p>The last pass is looked at first. What it has is there in the end, and each pass before adds
 * only what nothing that is there stands in the way of, so that every path is decided once:
 *
 * <ul>
 *   <li>Where something is already, an earlier entry would be overwritten. Two directories are one,
 *       with the entry of the later pass.
 *   <li>Below something that is no directory, an earlier entry would be removed together with the
 *       directory that stood there.
 *   <li>Where an earlier pass has a file and a later one a directory, the file would be removed; so
 *       was whatever still earlier passes had in a directory of that name. Such a directory is
 *       <em>sealed</em>: passes before add nothing to it.
 *   <li>Directories that are there in any case stand in the way as those of a pass after all others
 *       would, and have the entry of any pass that has one.
 * </ul>
 *
 * <p>A file with several names in one image is one file in the end, by whichever of its names it is
 * reached. When the name that has the content is not kept, the first of the others gets it.
 */
final class RenderedTree {
  /** Of no pass: a directory that has no entry in any image. */
  static final int NO_PASS = -1;

  private static final int DROPPED = -2;

  /** A directory without entry that is not made before something in it is. */
  private static final int PENDING = -3;

  private final ImageTree tree;

  /** For each node the pass it comes from, and one for none. */
  private char[] passes = new char[1 << 10];

  /** For each node the node of its image whose entry it is. */
  private int[] nodes = new int[1 << 10];

  /** For each image, for each of its files, the node that has its content. */
  private final int[][] places;

  private BitSet wanted = new BitSet();
  private BitSet kept = new BitSet();

  /**
   * One pass.
   *
   * @param image the number of its image
   * @param layer what the image has
   * @param filter what is left of that
   */
  record Pass(int image, ImageTree layer, PathFilter filter) {}

  private RenderedTree(ImageTree tree, int images) {
    this.tree = tree;
    this.places = new int[images][];
  }

  /**
   * Puts passes together.
   *
   * @param passes in their order
   * @param images how many images there are
   * @param ensured directories that are there in any case
   * @param budget the most bytes that names may take
   * @throws RoomException if that is not enough
   */
  static RenderedTree of(
      List<Pass> passes, int images, List<EntryPath> ensured, long budget, BooleanSupplier timeIsUp)
      throws RoomException, UnrenderableException {
    if (budget < ImageTree.LEAST) {
      throw new RoomException();
    }
    RenderedTree rendered = new RenderedTree(new ImageTree(budget), images);
    BitSet sealed = new BitSet();
    rendered.ensure(ensured);
    for (int i = passes.size() - 1; i >= 0; i--) {
      stopWhen(timeIsUp);
      rendered.add(i, passes.get(i), sealed);
    }
    rendered.ensure(List.of(EntryPath.of("rootfs")));
    rendered.keepWhatIsWanted();
    return rendered;
  }

  static void stopWhen(BooleanSupplier timeIsUp) throws UnrenderableException {
    if (timeIsUp.getAsBoolean()) {
      throw new UnrenderableException(
          "rendering it takes too long", UnrenderableException.Reason.TIME);
    }
  }

  /** Says that names take too much memory. */
  static final class RoomException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** All nodes, those included that are not kept. */
  ImageTree tree() {
    return tree;
  }

  /** Whether a node is there in the end: directories go in which nothing is left. */
  boolean keeps(int node) {
    return kept.get(node);
  }

  /** The pass whose entry a node is, or {@link #NO_PASS}. */
  int pass(int node) {
    return passes[node] - 1;
  }

  /** The node of its image whose entry a node is. */
  int node(int node) {
    return nodes[node];
  }

  /** The node that has the content of a file of an image, or {@link ImageTree#NONE}. */
  int place(int image, int file) {
    return places[image] == null ? ImageTree.NONE : places[image][file];
  }

  /**
   * The same without what is not kept.
   *
   * @throws RoomException if there is no room for a copy
   */
  ImageTree compact(long budget) throws RoomException {
    if (kept.cardinality() == tree.size()) {
      return tree;
    }
    if (budget < ImageTree.LEAST) {
      throw new RoomException();
    }
    ImageTree copy = new ImageTree(budget);
    int[] map = new int[tree.size()];
    Arrays.fill(map, ImageTree.NONE);
    map[ImageTree.TOP] = ImageTree.TOP;
    for (int node = 1; node < tree.size(); node++) {
      if (kept.get(node)) {
        int parent = map[tree.parent(node)];
        boolean link = tree.type(node) == EntryType.HARD_LINK;
        map[node] =
            link
                ? copy.graftLink(tree, node, map[tree.file(node)], parent)
                : copy.graft(tree, node, node, parent);
        if (map[node] == ImageTree.NONE) {
          throw new RoomException();
        }
      }
    }
    return copy;
  }

  private void add(int number, Pass pass, BitSet sealed) throws RoomException {
    ImageTree layer = pass.layer();
    int rootfs = layer.child(ImageTree.TOP, "rootfs");
    if (rootfs == ImageTree.NONE) {
      return;
    }
    int[] place = places[pass.image()];
    if (place == null) {
      place = new int[layer.size()];
      Arrays.fill(place, ImageTree.NONE);
      places[pass.image()] = place;
    }
    int[] map = new int[layer.size()];
    for (int node = 1; node < layer.size(); node++) {
      // Directories come before what is in them.
      int parent = layer.parent(node);
      map[node] = DROPPED;
      if (parent == ImageTree.TOP ? node != rootfs : map[parent] == DROPPED) {
        continue;
      }
      if (!pass.filter().keeps(node)) {
        continue;
      }
      int there = map[parent] == PENDING ? ImageTree.NONE : tree.child(map[parent], layer, node);
      if (layer.isDirectory(node)) {
        map[node] = directory(number, pass, node, there, map, sealed);
      } else if (there == ImageTree.NONE) {
        map[node] = other(number, layer, node, map, place);
      } else if (tree.isDirectory(there)) {
        sealed.set(there);
      }
    }
  }

  /** Adds a directory of a pass; where it is then. */
  private int directory(int number, Pass pass, int node, int there, int[] map, BitSet sealed)
      throws RoomException {
    ImageTree layer = pass.layer();
    boolean implied = layer.isImplied(node);
    boolean listed = pass.filter().names(node);
    if (there != ImageTree.NONE && (!tree.isDirectory(there) || sealed.get(there))) {
      return DROPPED;
    }
    if (there == ImageTree.NONE && implied && !listed) {
      return PENDING;
    }
    int at = there;
    if (at == ImageTree.NONE) {
      at = graft(implied ? NO_PASS : number, layer, node, node, map);
    } else if (!implied && tree.isImplied(at)) {
      tree.fill(at, layer, node);
      note(at, number, node);
    }
    if (listed || (!implied && pass.filter().lists(node))) {
      wanted.set(at);
    }
    return at;
  }

  /** Adds what is no directory where nothing is; where it is then. */
  private int other(int number, ImageTree layer, int node, int[] map, int[] place)
      throws RoomException {
    EntryType type = layer.type(node);
    if (type != EntryType.FILE && type != EntryType.HARD_LINK) {
      return graft(number, layer, node, node, map);
    }
    int file = layer.file(node);
    if (place[file] == ImageTree.NONE) {
      place[file] = graft(number, layer, node, file, map);
      return place[file];
    }
    int directory = made(layer.parent(node), layer, map);
    int link = tree.graftLink(layer, node, place[file], directory);
    note(link, number, node);
    return link;
  }

  /** Copies a node, after the directories above it that have no entry. */
  private int graft(int number, ImageTree layer, int named, int content, int[] map)
      throws RoomException {
    int directory = made(layer.parent(named), layer, map);
    int copy = tree.graft(layer, named, content, directory);
    note(copy, number, content);
    return copy;
  }

  /** Where a directory is, after it was made if that was still to be done. */
  private int made(int directory, ImageTree layer, int[] map) throws RoomException {
    if (map[directory] != PENDING) {
      return map[directory];
    }
    Deque<Integer> pending = new ArrayDeque<>();
    for (int at = directory; map[at] == PENDING; at = layer.parent(at)) {
      pending.push(at);
    }
    for (int next : pending) {
      map[next] = tree.graft(layer, next, next, map[layer.parent(next)]);
      note(map[next], NO_PASS, ImageTree.NONE);
    }
    return map[directory];
  }

  private void note(int node, int pass, int origin) throws RoomException {
    if (node == ImageTree.NONE) {
      throw new RoomException();
    }
    if (node >= passes.length) {
      passes = Arrays.copyOf(passes, Math.max(2 * passes.length, node + 1));
      nodes = Arrays.copyOf(nodes, passes.length);
    }
    passes[node] = (char) (pass + 1);
    nodes[node] = origin;
  }

  /** Makes directories that are there in any case, without an entry unless a pass has one. */
  private void ensure(List<EntryPath> ensured) throws RoomException {
    for (EntryPath path : ensured) {
      int before = tree.size();
      if (!tree.addImplied(path, tree.spot(path))) {
        throw new RoomException();
      }
      for (int node = before; node < tree.size(); node++) {
        note(node, NO_PASS, ImageTree.NONE);
      }
      wanted.set(tree.spot(path).node());
    }
  }

  /** The entry of a directory that no image has an entry for. */
  static Entry directoryEntry(Octets name) {
    Owner root = new Owner(0, Octets.EMPTY);
    return new Entry(
        name,
        EntryType.DIRECTORY,
        0755,
        root,
        root,
        Instant.EPOCH,
        0,
        Octets.EMPTY,
        Device.NONE,
        List.of(),
        Map.of(),
        TarDialect.PAX,
        0,
        0);
  }

  private void keepWhatIsWanted() {
    kept.set(ImageTree.TOP);
    for (int node = tree.size() - 1; node > 0; node--) {
      if (!tree.isDirectory(node) || wanted.get(node)) {
        kept.set(node);
      }
      if (kept.get(node)) {
        kept.set(tree.parent(node));
      }
    }
  }
}
