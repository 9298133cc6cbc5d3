package org.appctoolkit.image;

import java.util.Arrays;
import org.appctoolkit.archive.EntryType;

/**
 * Where the symbolic links of a rootfs lead, as an app sees it that has the rootfs for its root.
 *
 * <p>Each link is followed once and remembered, so that all of them together take time in
 * proportion to the length of their targets, whatever their number and however they refer to one
 * another. Nothing here recurses.
 */
public final class Links {
  /** How many links Linux follows in one path. */
  public static final int MOST = 40;

  /** What came of following a path. */
  public enum Outcome {
    /** It leads to a node. */
    FOUND,
    /** It leads to nothing. */
    ABSENT,
    /** It leads into a circle. */
    CYCLE,
    /** It takes more links than {@link Links#MOST}. */
    TOO_DEEP
  }

  /**
   * Where a path leads.
   *
   * @param outcome what came of it
   * @param node where it leads: no link and no hard link, if it was found; {@link ImageTree#NONE}
   *     otherwise
   * @param climbed whether it went up from the root of the rootfs, which stays where it is
   */
  public record Target(Outcome outcome, int node, boolean climbed) {}

  private static final int UNKNOWN = -1;
  private static final int ABSENT = -2;
  private static final int CYCLE = -3;
  private static final int OPEN = -4;
  private static final byte CLIMBED = (byte) 0x80;

  private final ImageTree tree;
  private final int root;

  /** For each link the node it leads to, or one of the constants above. */
  private final int[] targets;

  /** For each link how many are followed to get there, and whether it climbed. */
  private final byte[] hops;

  /** The links that are being followed: node, position in its target, node reached, hops so far. */
  private int[] open = new int[4 * 16];

  private int depth;

  /**
   * The links of a tree that is complete.
   *
   * @param root the node of the rootfs
   */
  public Links(ImageTree tree, int root) {
    this.tree = tree;
    this.root = root;
    boolean any = tree.symlinks() > 0;
    targets = new int[any ? tree.size() : 0];
    hops = new byte[any ? tree.size() : 0];
    Arrays.fill(targets, UNKNOWN);
  }

  /** Where a symbolic link of the rootfs leads. */
  public Target of(int link) {
    if (targets[link] == UNKNOWN) {
      follow(link);
    }
    int count = hops[link] & ~CLIMBED;
    return target(targets[link], count, (hops[link] & CLIMBED) != 0);
  }

  /**
   * Where a path of the rootfs leads.
   *
   * @param from the directory it begins at, unless it is absolute
   */
  public Target of(String path, int from) {
    EntryPath parts = EntryPath.of(path);
    int at = parts.isAbsolute() ? root : from;
    int count = 0;
    boolean climbed = false;
    for (int i = 0; i < parts.depth(); i++) {
      if (!tree.isDirectory(at)) {
        return new Target(Outcome.ABSENT, ImageTree.NONE, climbed);
      }
      String part = parts.part(i);
      if (part.equals("..")) {
        climbed |= at == root;
        at = at == root ? root : tree.parent(at);
        continue;
      }
      at = tree.child(at, parts.bytes(), parts.start(i), parts.end(i));
      if (at == ImageTree.NONE) {
        return new Target(Outcome.ABSENT, ImageTree.NONE, climbed);
      }
      if (tree.type(at) == EntryType.SYMBOLIC_LINK) {
        Target target = of(at);
        count += hops[at] & ~CLIMBED;
        if (target.outcome() != Outcome.FOUND) {
          return target;
        }
        at = target.node();
      }
    }
    return target(at, count, climbed);
  }

  private Target target(int found, int count, boolean climbed) {
    if (found == CYCLE) {
      return new Target(Outcome.CYCLE, ImageTree.NONE, climbed);
    }
    if (count > MOST) {
      return new Target(Outcome.TOO_DEEP, ImageTree.NONE, climbed);
    }
    int file = found < 0 ? ImageTree.NONE : tree.file(found);
    return file == ImageTree.NONE
        ? new Target(Outcome.ABSENT, ImageTree.NONE, climbed)
        : new Target(Outcome.FOUND, file, climbed);
  }

  private void follow(int link) {
    push(link);
    while (depth > 0) {
      step();
    }
  }

  /** Goes on with the link that was opened last, to its end or to a link that is not known yet. */
  private void step() {
    int frame = 4 * (depth - 1);
    int link = open[frame];
    int position = open[frame + 1];
    int at = open[frame + 2];
    int count = open[frame + 3];
    byte[] bytes = tree.chunk(link);
    int end = tree.extraStart(link) + tree.extraLength(link);
    if (tree.extraLength(link) == 0) {
      close(link, ABSENT, count);
      return;
    }
    while (position < end) {
      int start = position;
      while (position < end && bytes[position] != '/') {
        position++;
      }
      int length = position - start;
      int next = Math.min(end, position + 1);
      boolean dot = length == 1 && bytes[start] == '.';
      boolean dots = length == 2 && bytes[start] == '.' && bytes[start + 1] == '.';
      if (length == 0 || dot) {
        position = next;
        continue;
      }
      if (!tree.isDirectory(at)) {
        close(link, ABSENT, count);
        return;
      }
      if (dots) {
        if (at == root) {
          hops[link] |= CLIMBED;
        } else {
          at = tree.parent(at);
        }
        position = next;
        continue;
      }
      int child = tree.child(at, bytes, start, position);
      if (child == ImageTree.NONE) {
        close(link, ABSENT, count);
        return;
      }
      if (tree.type(child) == EntryType.SYMBOLIC_LINK) {
        int known = targets[child];
        if (known == UNKNOWN) {
          open[frame + 1] = start;
          open[frame + 2] = at;
          open[frame + 3] = count;
          push(child);
          return;
        }
        count = Math.min(MOST + 1, count + (hops[child] & ~CLIMBED));
        if (known < 0) {
          close(link, known == OPEN ? CYCLE : known, count);
          return;
        }
        child = known;
      }
      at = child;
      position = next;
    }
    close(link, at, count);
  }

  private void push(int link) {
    if (4 * depth == open.length) {
      open = Arrays.copyOf(open, 2 * open.length);
    }
    int start = tree.extraStart(link);
    boolean absolute = tree.extraLength(link) > 0 && tree.chunk(link)[start] == '/';
    int frame = 4 * depth;
    open[frame] = link;
    open[frame + 1] = start;
    open[frame + 2] = absolute ? root : tree.parent(link);
    open[frame + 3] = 1;
    targets[link] = OPEN;
    depth++;
  }

  private void close(int link, int target, int count) {
    targets[link] = target;
    hops[link] = (byte) ((hops[link] & CLIMBED) | count);
    depth--;
  }
}
