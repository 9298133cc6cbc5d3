package org.appctoolkit.document;

/**
 * A place in a text, as editors count it.
 *
 * @param offset UTF-16 code units before the place, from 0
 * @param line line, from 1; lines end at LF, CR or CR LF
 * @param column code points from the start of the line, from 1
 */
public record Position(int offset, int line, int column) implements Comparable<Position> {
  /** The first place of every text. */
  public static final Position START = new Position(0, 1, 1);

  /** Refuses what no text can hold. */
  public Position {
    if (offset < 0 || line < 1 || column < 1) {
      throw new IllegalArgumentException(
          "no such position: " + offset + ", " + line + ":" + column);
    }
  }

  @Override
  public int compareTo(Position other) {
    return Integer.compare(offset, other.offset);
  }
}
