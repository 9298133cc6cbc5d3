package org.appctoolkit.dependency;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.image.EntryPath;
import org.appctoolkit.image.ImageTree;

/**
 * What path whitelists leave of one image: the paths that all of them list, and the directories
 * above these.
 *
 * @param tree the image
 * @param bounds what each path whitelist lists and what leads to that; empty if nothing is left out
 */
record PathFilter(ImageTree tree, Optional<Bounds> bounds) {
  /**
   * Nodes of the tree.
   *
   * @param listed those that are listed
   * @param passable those that are listed or stand above one that may be
   */
  record Bounds(BitSet listed, BitSet passable) {}

  /** The filter for an image that is extracted for others with these path whitelists. */
  static PathFilter of(ImageTree tree, List<PathWhitelist> whitelists) {
    Optional<Bounds> all = Optional.empty();
    for (PathWhitelist whitelist : whitelists) {
      Bounds one = bounds(tree, whitelist);
      if (all.isPresent()) {
        one.listed().and(all.get().listed());
        one.passable().and(all.get().passable());
      }
      all = Optional.of(one);
    }
    return new PathFilter(tree, all);
  }

  private static Bounds bounds(ImageTree tree, PathWhitelist whitelist) {
    BitSet listed = new BitSet();
    BitSet passable = new BitSet();
    int rootfs = tree.child(ImageTree.TOP, "rootfs");
    if (rootfs != ImageTree.NONE) {
      listed.set(rootfs);
      passable.set(rootfs);
    }
    for (EntryPath path : whitelist.paths()) {
      ImageTree.Spot spot = tree.spot(path);
      if (spot.node() != ImageTree.NONE) {
        listed.set(spot.node());
        passable.set(spot.node());
      }
      // Where it was passed before, so was everything above.
      for (int at = spot.parent(); at != ImageTree.NONE && !passable.get(at); ) {
        passable.set(at);
        at = tree.parent(at);
      }
    }
    return new Bounds(listed, passable);
  }

  /** How many bytes it takes, about. */
  long used() {
    return bounds.map(it -> (it.listed().size() + it.passable().size()) / 8L).orElse(0L);
  }

  /** Whether a node is extracted; a directory perhaps only for what is below it. */
  boolean keeps(int node) {
    return bounds.isEmpty()
        || (tree.isDirectory(node) ? bounds.get().passable() : bounds.get().listed()).get(node);
  }

  /** Whether a node is extracted for its own sake. */
  boolean lists(int node) {
    return bounds.isEmpty() || bounds.get().listed().get(node);
  }

  /** Whether there are path whitelists, and all of them name a node. */
  boolean names(int node) {
    return bounds.isPresent() && bounds.get().listed().get(node);
  }
}
