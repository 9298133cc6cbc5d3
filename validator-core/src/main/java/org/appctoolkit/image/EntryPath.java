package org.appctoolkit.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.appctoolkit.archive.Octets;

/**
 * The name of an entry as a path: its parts, without those that say nothing.
 *
 * <p>Two names that lead to the same place have the same parts: empty ones and single dots are left
 * out, and so is a slash at the beginning. Double dots are kept, and the path then {@link #climbs}.
 */
public final class EntryPath {
  private static final int FEW = 8;

  private final byte[] bytes;
  private int[] bounds = new int[2 * FEW];
  private int depth;
  private boolean climbs;
  private boolean normal = true;

  private EntryPath(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The path of a name. */
  public static EntryPath of(Octets name) {
    EntryPath path = new EntryPath(name.bytes());
    path.split();
    return path;
  }

  /** The path of a text that a manifest holds. */
  public static EntryPath of(String text) {
    return of(Octets.of(text));
  }

  private void split() {
    int end = bytes.length;
    // A slash at the end is how directories are written.
    if (end > 1 && bytes[end - 1] == '/') {
      end--;
    }
    int start = 0;
    for (int i = 0; i <= end; i++) {
      if (i == end || bytes[i] == '/') {
        part(start, i);
        start = i + 1;
      }
    }
  }

  private void part(int start, int end) {
    int length = end - start;
    if (length == 0 || (length == 1 && bytes[start] == '.')) {
      // A slash at the very beginning makes the name absolute, which is another matter.
      normal &= start == 0 && length == 0;
      return;
    }
    climbs |= length == 2 && bytes[start] == '.' && bytes[start + 1] == '.';
    if (2 * depth == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    bounds[2 * depth] = start;
    bounds[2 * depth + 1] = end;
    depth++;
  }

  /** How many parts there are; none for a name such as {@code ./}. */
  public int depth() {
    return depth;
  }

  /** Whether it begins with a slash. */
  public boolean isAbsolute() {
    return bytes.length > 0 && bytes[0] == '/';
  }

  /** Whether one of its parts is two dots. */
  public boolean climbs() {
    return climbs;
  }

  /** Whether it has no parts that were left out. */
  public boolean isNormal() {
    return normal;
  }

  /** Whether the first parts are those of another path, a part each, in ASCII. */
  public boolean beginsWith(String... parts) {
    if (depth < parts.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!isPart(i, parts[i])) {
        return false;
      }
    }
    return true;
  }

  /** Compares without making a text of the part: this is asked several times an entry. */
  private boolean isPart(int index, String part) {
    int start = start(index);
    if (end(index) - start != part.length()) {
      return false;
    }
    for (int i = 0; i < part.length(); i++) {
      if (bytes[start + i] != part.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it consists of exactly these parts, in ASCII. */
  public boolean is(String... parts) {
    return depth == parts.length && beginsWith(parts);
  }

  /** The part at an index, as UTF-8. */
  public String part(int index) {
    int start = start(index);
    return new String(bytes, start, end(index) - start, StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int index) {
    return bounds[2 * index];
  }

  int end(int index) {
    return bounds[2 * index + 1];
  }
}
