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
 * <p>A node is a number. It costs 15 bytes, 5 to 9 more for finding it, and the bytes of its own
 * part of the name and of what it links to (and 2 for each of these that is longer than 14 bytes):
 * about 31 MiB for a million entries of short names. All of that is bounded by a budget; behind it
 * nothing is added any more. A directory that has no entry of its own, but something below it, is
 * <em>implied</em>. Of several entries of one name the first counts.
 */
public final class ImageTree {
  /** The top level, where {@code manifest} and {@code rootfs} stand. */
  public static final int TOP = 0;

  /** No node. */
  public static final int NONE = -1;

  private static final int SEGMENT_BITS = 10;
  private static final int SEGMENT = 1 << SEGMENT_BITS;
  private static final int CHUNK_BITS = 14;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int MODE_BITS = 12;
  private static final int BLOCK = 512;

  private static final int FIELDS = 3;
  private static final int PARENT = 0;
  private static final int NAME = 1;
  private static final int HEADER_BLOCK = 2;

  private static final int SEGMENT_BYTES = SEGMENT * (FIELDS * Integer.BYTES + Short.BYTES);

  /** A length that does not fit four bits, and stands in two bytes of its own. */
  private static final int LONG = 15;

  private static final List<EntryType> TYPES = List.of(EntryType.values());
  private static final int HARD_LINK = TYPES.indexOf(EntryType.HARD_LINK);
  private static final int DIRECTORY = TYPES.indexOf(EntryType.DIRECTORY);
  private static final int SYMBOLIC_LINK = TYPES.indexOf(EntryType.SYMBOLIC_LINK);

  /** What kinds there are beyond those of entries. */
  private static final int IMPLIED = TYPES.size();

  private static final int EXECUTABLE = IMPLIED + 1;

  private final long budget;
  private final SipHash hash =
      new SipHash(ThreadLocalRandom.current().nextLong(), ThreadLocalRandom.current().nextLong());

  private final List<Segment> segments = new ArrayList<>();
  private final List<byte[]> chunks = new ArrayList<>();
  private int chunkFilled = CHUNK;

  /**
   * The nodes, each in the slot that its hash ends with or, where that is taken, in the next that
   * is not; {@link #NONE} in all others. What is left of the hash stands above the number of the
   * node, which is always less than how many slots there are.
   */
  private int[] slots = new int[1 << 10];

  private int size;
  private int symlinks;

  /** A path that was looked up: most entries stand in the directory of the one before them. */
  private EntryPath recent = EntryPath.of("");

  /** How many bytes of it name a directory, and which. Nodes stay what and where they are. */
  private int recentLength = 0;

  private int recentNode = TOP;
  private long used;

  /** What is known of some nodes, by the number of the node. */
  private static final class Segment {
    /** Three of each node, side by side because they are looked at together. */
    final int[] links = new int[FIELDS * SEGMENT];

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
    Arrays.fill(slots, NONE);
    used = (long) Integer.BYTES * slots.length;
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
    int last = path.depth() - 1;
    int lastStart = last > 0 ? path.start(last) : 0;
    boolean again =
        last > 0 && Arrays.equals(path.bytes(), 0, lastStart, recent.bytes(), 0, recentLength);
    int node = again ? recentNode : TOP;
    int obstacle = NONE;
    for (int i = again ? last : 0; i < path.depth(); i++) {
      if (i == last && last > 0 && obstacle == NONE && isDirectory(node)) {
        recent = path;
        recentLength = lastStart;
        recentNode = node;
      }
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
        segment.links[FIELDS * index + HEADER_BLOCK] = block;
      }
      return true;
    }
    int parent = imply(path, spot, path.depth() - 1, block);
    if (parent == NONE) {
      return false;
    }
    byte[] nothing = {};
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

  /**
   * Adds a directory that no entry names, and those above it that do not exist.
   *
   * @param path its path, which does not climb
   * @param spot where that leads; neither there nor on the way is anything but directories
   * @return whether there was room for it
   */
  public boolean addImplied(EntryPath path, Spot spot) {
    return spot.node() != NONE || imply(path, spot, path.depth(), 0) != NONE;
  }

  /** Adds what is missing of the first parts of a path; the node of the last of them. */
  private int imply(EntryPath path, Spot spot, int depth, int block) {
    byte[] nothing = {};
    int node = spot.parent();
    for (int i = path.depth() - 1 - spot.missing(); i < depth && node != NONE; i++) {
      node =
          append(
              node,
              path.bytes(),
              path.start(i),
              path.end(i),
              IMPLIED << MODE_BITS | 0755,
              block,
              nothing);
    }
    return node;
  }

  /**
   * Adds a copy of a node of another tree, or of a hard link there as the file it leads to.
   *
   * @param named whose name it gets
   * @param content what it is; no hard link
   * @param directory where it is added; nothing there has that name
   * @return the new node, or {@link #NONE} if there is no room for it
   */
  public int graft(ImageTree other, int named, int content, int directory) {
    int start = other.extraStart(content);
    byte[] extra =
        Arrays.copyOfRange(other.chunk(content), start, start + other.extraLength(content));
    return graft(other, named, directory, other.kinds(content), extra);
  }

  /**
   * Adds a hard link with the name of a node of another tree.
   *
   * @param target what it leads to in this tree
   * @return the new node, or {@link #NONE} if there is no room for it
   */
  public int graftLink(ImageTree other, int named, int target, int directory) {
    int kinds = HARD_LINK << MODE_BITS | permissions(target);
    return graft(other, named, directory, kinds, number(target));
  }

  private int graft(ImageTree other, int named, int directory, int kinds, byte[] extra) {
    int start = other.nameStart(named);
    int node =
        append(
            directory,
            other.chunk(named),
            start,
            start + other.nameLength(named),
            kinds,
            other.field(named, HEADER_BLOCK),
            extra);
    if (node != NONE && (kinds & 0xFFFF) >> MODE_BITS == SYMBOLIC_LINK) {
      symlinks++;
    }
    return node;
  }

  /** Gives an implied directory the entry that a directory has in another tree. */
  public void fill(int implied, ImageTree other, int directory) {
    Segment segment = segments.get(implied >> SEGMENT_BITS);
    int index = implied & (SEGMENT - 1);
    segment.kinds[index] = (short) other.kinds(directory);
    segment.links[FIELDS * index + HEADER_BLOCK] = other.field(directory, HEADER_BLOCK);
  }

  /** How many bytes it takes. */
  public long used() {
    return used;
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
    int sum = hash.of(directory, bytes, start, end);
    int mask = slots.length - 1;
    for (int slot = sum & mask; slots[slot] != NONE; slot = (slot + 1) & mask) {
      // A look at a node is slow, as it is in no cache.
      if (((slots[slot] ^ sum) & ~mask) == 0) {
        int node = slots[slot] & mask;
        if (parent(node) == directory && isNamed(name(node), bytes, start, end)) {
          return node;
        }
      }
    }
    return NONE;
  }

  /** The node in a directory with the name of a node of another tree, or {@link #NONE}. */
  public int child(int directory, ImageTree other, int named) {
    int start = other.nameStart(named);
    return child(directory, other.chunk(named), start, start + other.nameLength(named));
  }

  /** The directory a node stands in; {@link #NONE} for the top level. */
  public int parent(int node) {
    return field(node, PARENT);
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
    return (long) field(node, HEADER_BLOCK) * BLOCK;
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
    return nameStart(node) + nameLength(node);
  }

  int extraLength(int node) {
    byte[] chunk = chunk(node);
    int at = name(node) & (CHUNK - 1);
    int brief = chunk[at] & 0xF;
    return brief < LONG ? brief : number16(chunk, at + (isLong(chunk[at] >> 4) ? 3 : 1));
  }

  private int kind(int node) {
    return (kinds(node) & 0xFFFF) >> MODE_BITS;
  }

  /** The kind and the permissions of a node. */
  private int kinds(int node) {
    return segments.get(node >> SEGMENT_BITS).kinds[node & (SEGMENT - 1)];
  }

  private int name(int node) {
    return field(node, NAME);
  }

  private int field(int node, int field) {
    return segments.get(node >> SEGMENT_BITS).links[FIELDS * (node & (SEGMENT - 1)) + field];
  }

  private int nameStart(int node) {
    return start(chunk(node), name(node) & (CHUNK - 1));
  }

  private int nameLength(int node) {
    return length(chunk(node), name(node) & (CHUNK - 1));
  }

  private int extraNumber(int node) {
    byte[] chunk = chunk(node);
    int start = extraStart(node);
    return number16(chunk, start) << 16 | number16(chunk, start + 2);
  }

  private boolean isNamed(int name, byte[] bytes, int start, int end) {
    byte[] chunk = chunks.get(name >>> CHUNK_BITS);
    int at = name & (CHUNK - 1);
    int from = start(chunk, at);
    return Arrays.equals(chunk, from, from + length(chunk, at), bytes, start, end);
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
    if (size == slots.length / 8 * 7 && !grow()) {
      return NONE;
    }
    Segment segment = segments.get(size >> SEGMENT_BITS);
    segment.links[FIELDS * index + PARENT] = parent;
    segment.links[FIELDS * index + NAME] = named;
    segment.links[FIELDS * index + HEADER_BLOCK] = block;
    segment.kinds[index] = (short) kind;
    link(size, hash.of(parent, name, start, end));
    return size++;
  }

  private void link(int node, int sum) {
    int mask = slots.length - 1;
    int slot = sum & mask;
    while (slots[slot] != NONE) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = (sum & ~mask) | node;
  }

  private boolean grow() {
    if (used + (long) Integer.BYTES * slots.length > budget) {
      return false;
    }
    used += (long) Integer.BYTES * slots.length;
    slots = new int[2 * slots.length];
    Arrays.fill(slots, NONE);
    for (int node = 0; node < size; node++) {
      byte[] chunk = chunk(node);
      int start = nameStart(node);
      link(node, hash.of(parent(node), chunk, start, start + nameLength(node)));
    }
    return true;
  }

  private static boolean isLong(int brief) {
    return (brief & 0xF) == LONG;
  }

  /** Where the name begins that is kept at some place of a chunk. */
  private static int start(byte[] chunk, int at) {
    return at + 1 + (isLong(chunk[at] >> 4) ? 2 : 0) + (isLong(chunk[at]) ? 2 : 0);
  }

  private static int length(byte[] chunk, int at) {
    int brief = (chunk[at] >> 4) & 0xF;
    return brief < LONG ? brief : number16(chunk, at + 1);
  }

  /**
   * Keeps a name and what belongs to it: the two lengths, in one byte if it has room, the bytes.
   */
  private int keep(byte[] name, int start, int end, byte[] extra) {
    int length = end - start;
    int brief = Math.min(LONG, length) << 4 | Math.min(LONG, extra.length);
    int head = 1 + (isLong(brief >> 4) ? 2 : 0) + (isLong(brief) ? 2 : 0);
    int needed = head + length + extra.length;
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
    chunk[at] = (byte) brief;
    if (isLong(brief >> 4)) {
      put16(chunk, at + 1, length);
    }
    if (isLong(brief)) {
      put16(chunk, at + head - 2, extra.length);
    }
    System.arraycopy(name, start, chunk, at + head, length);
    System.arraycopy(extra, 0, chunk, at + head + length, extra.length);
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
