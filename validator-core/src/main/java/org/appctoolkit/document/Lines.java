package org.appctoolkit.document;

import java.util.Arrays;

/**
 * The lines of a text: turns a code unit offset into the place an editor would name.
 *
 * <p>A look-up costs a binary search and never a walk along the line, so that a document of one
 * very long line is read in the same time as any other.
 */
final class Lines {
  private final String text;

  /** Offset of the first code unit of each line. */
  private final int[] starts;

  /** Offset of the second half of each surrogate pair; such a half adds nothing to a column. */
  private final int[] secondHalves;

  private Lines(String text, int[] starts, int[] secondHalves) {
    this.text = text;
    this.starts = starts;
    this.secondHalves = secondHalves;
  }

  /** The lines of a text; they end at LF, CR or CR LF, and the last one at the end of the text. */
  static Lines of(String text) {
    int[] starts = new int[16];
    int lines = 1;
    int[] secondHalves = new int[0];
    int pairs = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
        if (lines == starts.length) {
          starts = Arrays.copyOf(starts, 2 * lines);
        }
        starts[lines++] = i + 1;
      } else if (Character.isLowSurrogate(c)
          && i > 0
          && Character.isHighSurrogate(text.charAt(i - 1))) {
        if (pairs == secondHalves.length) {
          secondHalves = Arrays.copyOf(secondHalves, Math.max(16, 2 * pairs));
        }
        secondHalves[pairs++] = i;
      }
    }
    return new Lines(text, Arrays.copyOf(starts, lines), Arrays.copyOf(secondHalves, pairs));
  }

  /**
   * The place of an offset.
   *
   * @throws IndexOutOfBoundsException if the offset is negative or behind the end of the text
   */
  Position position(int offset) {
    if (offset < 0 || offset > text.length()) {
      throw new IndexOutOfBoundsException("no offset " + offset + " in " + text.length());
    }
    int line = countBelow(starts, offset + 1);
    int start = starts[line - 1];
    int pairs = countBelow(secondHalves, offset) - countBelow(secondHalves, start);
    return new Position(offset, line, offset - start - pairs + 1);
  }

  /** The stretch between two offsets. */
  Region region(int start, int end) {
    return new Region(position(start), position(end));
  }

  /** Offset of the first code unit of the line that holds the offset. */
  int startOfLineAt(int offset) {
    return starts[countBelow(starts, offset + 1) - 1];
  }

  /**
   * The text of a line without its line end.
   *
   * @param line from 1
   * @throws IndexOutOfBoundsException if there is no such line
   */
  String line(int line) {
    if (line < 1 || line > starts.length) {
      throw new IndexOutOfBoundsException("no line " + line + " in " + starts.length);
    }
    int start = starts[line - 1];
    int end = line == starts.length ? text.length() : starts[line];
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(start, end);
  }

  private static int countBelow(int[] sorted, int bound) {
    int found = Arrays.binarySearch(sorted, bound);
    return found >= 0 ? found : -found - 1;
  }
}
