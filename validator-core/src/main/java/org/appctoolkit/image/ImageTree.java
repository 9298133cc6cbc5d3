package org.appctoolkit.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.Octets;

/**
 * The entries of an image by their names.
 *
 * <p>A node is a number. It costs 18 bytes, 4 to 8 more for finding it, and the bytes of its own
 * part of the name and of what it links to: about 35 MiB for a million entries. All of that is
 * bounded by a budget; behind it nothing is added any more. A directory that has no entry of its
 * own, but something below it, is <em>implied</em>. Of several entries of one name the first
 * counts.
 */
public final class ImageTree {
  /** The top level, where {@code manifest} and {@code rootfs} stand. */
  public static final int TOP = 0;

  /** No node. */
  public static final int NONE = -1;

  private static final int SEGMENT_BITS = 10;
  private static final int SEGMENT = 1 << SEGMENT_BITS;
  private static final int SEGMENT_BYTES = SEGMENT * 18;
  private static final int CHUNK_BITS = 14;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int MODE_BITS = 12;
  private static final int BLOCK = 512;

  private static final List<EntryType> TYPES = List.of(EntryType.values());
  private static final int HARD_LINK = TYPES.indexOf(EntryType.HARD_LINK);
  private static final int DIRECTORY = TYPES.indexOf(EntryType.DIRECTORY);

  /** What kinds there are beyond those of entries. */
  private static final int IMPLIED = TYPES.size();

  private static final int EXECUTABLE = IMPLIED + 1;

  private final long budget;
  private final SipHash hash =
      new SipHash(ThreadLocalRandom.current().nextLong(), ThreadLocalRandom.current().nextLong());

  private final List<Segment> segments = new ArrayList<>();
  private final List<byte[]> chunks = new ArrayList<>();
  private int chunkFilled = CHUNK;
  private int[] heads = new int[1 << 10];
  private int size;
  private int symlinks;
  private long used;

  /** What is known of some nodes, by the number of the node. */
  private static final class Segment {
    final int[] parents = new int[SEGMENT];
    final int[] names = new int[SEGMENT];
    final int[] nexts = new int[SEGMENT];
    final int[] blocks = new int[SEGMENT];
    final short[] kinds = new short[SEGMENT];
  }

  /** The least that any tree takes, in bytes. */
  public static final int LEAST = 1 << 16;

  /**
   * An empty tree.
   *
   * @param budget the most bytes it may take, at least {@link #LEAST}
   */
  public ImageTree(long budget) {
    this.budget = budget;
    Arrays.fill(heads, NONE);
    used = 4L * heads.length;
    byte[] nothing = {};
    if (append(NONE, nothing, 0, 0, IMPLIED << MODE_BITS, NONE, nothing) == NONE) {
      throw new IllegalArgumentException("no tree can be kept in " + budget + " bytes");
    }
  }

  /**
   * Where a path leads in a tree, without following links.
   *
   * @param node the node it names, or {@link #NONE}
   * @param obstacle the first node above it that is no directory, or {@link #NONE}
   * @param parent the deepest node above it that exists
   * @param missing how many directories above it do not exist
   */
  public record Spot(int node, int obstacle, int parent, int missing) {}

  /** Looks a path up. */
  public Spot spot(EntryPath path) {
    int node = TOP;
    int obstacle = NONE;
    for (int i = 0; i < path.depth(); i++) {
      if (obstacle == NONE && !isDirectory(node)) {
        obstacle = node;
      }
      int child = child(node, path.bytes(), path.start(i), path.end(i));
      if (child == NONE) {
        return new Spot(NONE, obstacle, node, path.depth() - 1 - i);
      }
      node = child;
    }
    return new Spot(node, obstacle, node == TOP ? TOP : parent(node), 0);
  }

  /**
   * Adds an entry, and the directories above it that do not exist.
   *
   * @param path its path, which does not climb
   * @param spot where that leads
   * @param executable for what kind of machine it is executable
   * @param target for a hard link the node it leads to, or {@link #NONE}
   * @return whether there was room for it
   */
  public boolean add(EntryPath path, Spot spot, Entry entry, Machine executable, int target) {
    EntryType type = entry.type();
    int block = (int) Math.min(Integer.MAX_VALUE, entry.headerOffset() / BLOCK);
    if (spot.node() != NONE) {
      if (isImplied(spot.node()) && type == EntryType.DIRECTORY) {
        Segment segment = segments.get(spot.node() >> SEGMENT_BITS);
        int index = spot.node() & (SEGMENT - 1);
        segment.kinds[index] = (short) (TYPES.indexOf(type) << MODE_BITS | entry.permissions());
        segment.blocks[index] = block;
      }
      return true;
    }
    int parent = spot.parent();
    byte[] nothing = {};
    for (int i = path.depth() - 1 - spot.missing(); i < path.depth() - 1; i++) {
      parent =
          append(
              parent,
              path.bytes(),
              path.start(i),
              path.end(i),
              IMPLIED << MODE_BITS | 0755,
              block,
              nothing);
      if (parent == NONE) {
        return false;
      }
    }
    byte[] extra =
        switch (type) {
          case SYMBOLIC_LINK -> entry.linkName().bytes();
          case HARD_LINK -> number(target);
          default -> executable == Machine.NONE ? nothing : number(executable.code());
        };
    int kind = executable == Machine.NONE ? TYPES.indexOf(type) : EXECUTABLE;
    int last = path.depth() - 1;
    int node =
        append(
            parent,
            path.bytes(),
            path.start(last),
            path.end(last),
            kind << MODE_BITS | entry.permissions(),
            block,
            extra);
    if (node != NONE && type == EntryType.SYMBOLIC_LINK) {
      symlinks++;
    }
    return node != NONE;
  }

  /** How many nodes there are, {@link #TOP} and implied directories included. */
  public int size() {
    return size;
  }

  /** How many symbolic links there are. */
  public int symlinks() {
    return symlinks;
  }

  /** The node of a name in a directory, or {@link #NONE}. */
  public int child(int directory, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return child(directory, bytes, 0, bytes.length);
  }

  int child(int directory, byte[] bytes, int start, int end) {
    int node = heads[hash.of(directory, bytes, start, end) & (heads.length - 1)];
    while (node != NONE) {
      Segment segment = segments.get(node >> SEGMENT_BITS);
      int index = node & (SEGMENT - 1);
      if (segment.parents[index] == directory && isNamed(segment.names[index], bytes, start, end)) {
        return node;
      }
      node = segment.nexts[index];
    }
    return NONE;
  }

  /** The directory a node stands in; {@link #NONE} for the top level. */
  public int parent(int node) {
    return segments.get(node >> SEGMENT_BITS).parents[node & (SEGMENT - 1)];
  }

  /** What a node is; a directory for an implied one. */
  public EntryType type(int node) {
    int kind = kind(node);
    if (kind == IMPLIED) {
      return EntryType.DIRECTORY;
    }
    return kind == EXECUTABLE ? EntryType.FILE : TYPES.get(kind);
  }

  /** Whether a node is a directory. */
  public boolean isDirectory(int node) {
    int kind = kind(node);
    return kind == IMPLIED || kind == DIRECTORY;
  }

  /** Whether a node is a directory without an entry of its own. */
  public boolean isImplied(int node) {
    return kind(node) == IMPLIED;
  }

  /** Whether a node stands below another one, however deep. */
  public boolean isBelow(int node, int directory) {
    int at = node;
    while (at != TOP && at != directory) {
      at = parent(at);
    }
    return at == directory && node != directory;
  }

  /** The nodes below which something stands. */
  public BitSet occupied() {
    BitSet occupied = new BitSet(size);
    for (int node = 1; node < size; node++) {
      occupied.set(parent(node));
    }
    return occupied;
  }

  /** The permissions of a node, and whose rights it is executed with. */
  public int permissions(int node) {
    return segments.get(node >> SEGMENT_BITS).kinds[node & (SEGMENT - 1)] & 07777;
  }

  /** Where the header of the entry of a node begins; that of the first one below an implied one. */
  public long headerOffset(int node) {
    return (long) segments.get(node >> SEGMENT_BITS).blocks[node & (SEGMENT - 1)] * BLOCK;
  }

  /** What machine a file is executable on. */
  public Machine machine(int node) {
    return kind(node) == EXECUTABLE ? Machine.of(extraNumber(node)) : Machine.NONE;
  }

  /** The node that a hard link leads to, or {@link #NONE}; any other node itself. */
  public int file(int node) {
    return kind(node) == HARD_LINK ? extraNumber(node) : node;
  }

  /** What a symbolic link leads to, as written. */
  public Octets target(int node) {
    int start = extraStart(node);
    byte[] chunk = chunk(node);
    return Octets.of(Arrays.copyOfRange(chunk, start, start + extraLength(node)));
  }

  /** The path of a node from the top level, with slashes between its parts. */
  public Octets path(int node) {
    List<byte[]> parts = new ArrayList<>();
    int length = 0;
    for (int at = node; at != TOP && at != NONE; at = parent(at)) {
      int start = nameStart(at);
      byte[] part = Arrays.copyOfRange(chunk(at), start, start + nameLength(at));
      parts.add(part);
      length += part.length + 1;
    }
    byte[] path = new byte[Math.max(0, length - 1)];
    int filled = 0;
    for (int i = parts.size() - 1; i >= 0; i--) {
      byte[] part = parts.get(i);
      System.arraycopy(part, 0, path, filled, part.length);
      filled += part.length;
      if (i > 0) {
        path[filled++] = '/';
      }
    }
    return Octets.of(path);
  }

  /** The chunk that holds the name of a node and what it links to. */
  byte[] chunk(int node) {
    return chunks.get(name(node) >>> CHUNK_BITS);
  }

  /** Where in its chunk the target of a symbolic link begins. */
  int extraStart(int node) {
    return nameStart(node) + nameLength(node) + 2;
  }

  int extraLength(int node) {
    return number16(chunk(node), nameStart(node) + nameLength(node));
  }

  private int kind(int node) {
    return (segments.get(node >> SEGMENT_BITS).kinds[node & (SEGMENT - 1)] & 0xFFFF) >> MODE_BITS;
  }

  private int name(int node) {
    return segments.get(node >> SEGMENT_BITS).names[node & (SEGMENT - 1)];
  }

  private int nameStart(int node) {
    return (name(node) & (CHUNK - 1)) + 2;
  }

  private int nameLength(int node) {
    return number16(chunk(node), name(node) & (CHUNK - 1));
  }

  private int extraNumber(int node) {
    byte[] chunk = chunk(node);
    int start = extraStart(node);
    return number16(chunk, start) << 16 | number16(chunk, start + 2);
  }

  private boolean isNamed(int name, byte[] bytes, int start, int end) {
    byte[] chunk = chunks.get(name >>> CHUNK_BITS);
    int at = name & (CHUNK - 1);
    int length = number16(chunk, at);
    return Arrays.equals(chunk, at + 2, at + 2 + length, bytes, start, end);
  }

  private int append(
      int parent, byte[] name, int start, int end, int kind, int block, byte[] extra) {
    int named = keep(name, start, end, extra);
    if (named == NONE) {
      return NONE;
    }
    int index = size & (SEGMENT - 1);
    if (index == 0) {
      if (used + SEGMENT_BYTES > budget) {
        return NONE;
      }
      used += SEGMENT_BYTES;
      segments.add(new Segment());
    }
    if (size == heads.length && !grow()) {
      return NONE;
    }
    Segment segment = segments.get(size >> SEGMENT_BITS);
    segment.parents[index] = parent;
    segment.names[index] = named;
    segment.kinds[index] = (short) kind;
    segment.blocks[index] = block;
    link(segment, size, parent, name, start, end);
    return size++;
  }

  private void link(Segment segment, int node, int parent, byte[] name, int start, int end) {
    int slot = hash.of(parent, name, start, end) & (heads.length - 1);
    segment.nexts[node & (SEGMENT - 1)] = heads[slot];
    heads[slot] = node;
  }

  private boolean grow() {
    if (used + 4L * heads.length > budget) {
      return false;
    }
    used += 4L * heads.length;
    heads = new int[2 * heads.length];
    Arrays.fill(heads, NONE);
    for (int node = 0; node < size; node++) {
      int start = nameStart(node);
      link(
          segments.get(node >> SEGMENT_BITS),
          node,
          parent(node),
          chunk(node),
          start,
          start + nameLength(node));
    }
    return true;
  }

  /** Keeps a name and what belongs to it: two lengths of two bytes each, and the bytes. */
  private int keep(byte[] name, int start, int end, byte[] extra) {
    int length = end - start;
    int needed = length + extra.length + 4;
    if (needed > CHUNK) {
      return NONE;
    }
    if (chunkFilled + needed > CHUNK) {
      if (used + CHUNK > budget) {
        return NONE;
      }
      used += CHUNK;
      chunks.add(new byte[CHUNK]);
      chunkFilled = 0;
    }
    byte[] chunk = chunks.get(chunks.size() - 1);
    int at = chunkFilled;
    put16(chunk, at, length);
    System.arraycopy(name, start, chunk, at + 2, length);
    put16(chunk, at + 2 + length, extra.length);
    System.arraycopy(extra, 0, chunk, at + 4 + length, extra.length);
    chunkFilled += needed;
    return (chunks.size() - 1) << CHUNK_BITS | at;
  }

  private static byte[] number(int value) {
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }

  private static int number16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }
}
