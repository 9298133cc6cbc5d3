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
 * @param link where it leads if it is a hard link; {@link HardLink#NONE} if not
 */
public record Arrival(
    Entry entry, EntryPath path, ImageTree tree, ImageTree.Spot spot, HardLink link) {
  /**
   * Where a hard link leads.
   *
   * @param path what it links to as a path
   * @param node the node of that, or {@link ImageTree#NONE}
   */
  public record HardLink(EntryPath path, int node) {
    /** That of an entry that is no hard link. */
    public static final HardLink NONE = new HardLink(EntryPath.of(""), ImageTree.NONE);

    private static HardLink of(Entry entry, ImageTree tree) {
      EntryPath path = EntryPath.of(entry.linkName());
      boolean leads = !path.climbs() && path.depth() > 0;
      return new HardLink(path, leads ? tree.spot(path).node() : ImageTree.NONE);
    }
  }

  private static final ImageTree.Spot NOWHERE =
      new ImageTree.Spot(ImageTree.NONE, ImageTree.NONE, ImageTree.TOP, 0);

  /** An entry in front of a tree. */
  public static Arrival of(Entry entry, ImageTree tree) {
    EntryPath path = EntryPath.of(entry.name());
    return new Arrival(
        entry,
        path,
        tree,
        path.climbs() ? NOWHERE : tree.spot(path),
        entry.type() == EntryType.HARD_LINK ? HardLink.of(entry, tree) : HardLink.NONE);
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
    return link.node() == ImageTree.NONE ? ImageTree.NONE : tree.file(link.node());
  }
}
