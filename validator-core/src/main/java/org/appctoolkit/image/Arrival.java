package org.appctoolkit.image;

import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;

/**
 * An entry at the moment it is read, before it is part of the tree.
 *
 * @param entry the entry
 * @param path its name as a path
 * @param tree what was read before
 * @param spot where the path leads in it; for a path that climbs, nowhere
 */
public record Arrival(Entry entry, EntryPath path, ImageTree tree, ImageTree.Spot spot) {
  private static final ImageTree.Spot NOWHERE =
      new ImageTree.Spot(ImageTree.NONE, ImageTree.NONE, ImageTree.TOP, 0);

  /** An entry in front of a tree. */
  public static Arrival of(Entry entry, ImageTree tree) {
    EntryPath path = EntryPath.of(entry.name());
    return new Arrival(entry, path, tree, path.climbs() ? NOWHERE : tree.spot(path));
  }

  /** Whether it belongs to the rootfs, or is it. */
  public boolean isInRootfs() {
    return path.beginsWith("rootfs");
  }

  /**
   * The node that a hard link leads to, through other hard links; {@link ImageTree#NONE} if there
   * is none yet, or for any other entry.
   */
  public int hardLinkTarget() {
    if (entry.type() != EntryType.HARD_LINK) {
      return ImageTree.NONE;
    }
    EntryPath target = EntryPath.of(entry.linkName());
    if (target.climbs() || target.depth() == 0) {
      return ImageTree.NONE;
    }
    int node = tree.spot(target).node();
    return node == ImageTree.NONE ? node : tree.file(node);
  }
}
