package org.appctoolkit.report;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.document.Region;
import org.appctoolkit.finding.Severity;

/**
 * A line of a text with carets below the region in question.
 *
 * <p>Only the first line of the region is shown, and of a long line a stretch around the region's
 * start. The cost does not depend on the length of the line.
 */
final class Frame {
  /** How many columns of a line are shown. */
  private static final int WIDEST = 100;

  /** How many columns are kept before the region when a line is cut. */
  private static final int LEAD = 30;

  /** How many code units are looked at on each side; more than {@link #WIDEST} for joined marks. */
  private static final int REACH = 400;

  private final String text;
  private final int start;
  private final int end;

  /** The stretch of the line that is looked at. */
  private final int from;

  private final int to;

  private Frame(String text, Region region) {
    this.text = text;
    start = region.start().offset();
    from = lineStart();
    to = lineEnd();
    end = Math.max(start, Math.min(region.end().offset(), to));
  }

  /** The frame as lines, each with its line end; nothing when there is no text. */
  static String of(String text, Region region, Severity severity, Palette palette) {
    if (text.isEmpty()) {
      return "";
    }
    String number = Integer.toString(region.start().line());
    String gutter = " ".repeat(Math.max(0, 3 - number.length())) + number;
    return new Frame(text, region).draw(gutter, severity, palette);
  }

  private String draw(String gutter, Severity severity, Palette palette) {
    List<Cell> cells = new ArrayList<>();
    int column = 0;
    int caret = 0;
    int caretEnd = 0;
    for (int offset = from; offset < to; ) {
      int character = text.codePointAt(offset);
      Cell cell = Cell.of(character, column);
      cells.add(cell);
      column += cell.width();
      offset += Character.charCount(character);
      if (offset <= start) {
        caret = column;
      }
      if (offset <= end) {
        caretEnd = column;
      }
    }
    boolean fits = column <= WIDEST && !isCutBefore() && !isCutBehind();
    boolean fitsFromTheLeft = caretEnd < WIDEST && !isCutBefore();
    int left = fits || fitsFromTheLeft ? 0 : Math.max(0, caret - LEAD);
    boolean cutBefore = left > 0 || isCutBefore();
    StringBuilder line = new StringBuilder(cutBefore ? "…" : "");
    int at = 0;
    int shownFrom = caret;
    int shownTo = left;
    for (Cell cell : cells) {
      if (left <= at && at + cell.width() <= left + WIDEST) {
        line.append(cell.text());
        shownFrom = Math.min(shownFrom, at);
        shownTo = at + cell.width();
      }
      at += cell.width();
    }
    if (shownTo < column || isCutBehind()) {
      line.append('…');
    }
    int indent = 1 + (cutBefore ? 1 : 0) + caret - shownFrom;
    int carets = Math.max(1, Math.min(caretEnd, shownTo) - caret);
    return palette.frame(gutter + " |")
        + (" " + line).stripTrailing()
        + "\n"
        + palette.frame(" ".repeat(gutter.length()) + " |")
        + " ".repeat(indent)
        + palette.of(severity, "^".repeat(carets))
        + "\n";
  }

  private int lineStart() {
    int offset = start;
    while (offset > 0 && start - offset < REACH && !isLineEnd(text.charAt(offset - 1))) {
      offset--;
    }
    return offset > 0 && isInsidePair(offset) ? offset + 1 : offset;
  }

  private int lineEnd() {
    int offset = start;
    while (offset < text.length() && offset - start < REACH && !isLineEnd(text.charAt(offset))) {
      offset++;
    }
    return isInsidePair(offset) ? offset - 1 : offset;
  }

  private boolean isCutBefore() {
    return from > 0 && !isLineEnd(text.charAt(from - 1));
  }

  private boolean isCutBehind() {
    return to < text.length() && !isLineEnd(text.charAt(to));
  }

  private boolean isInsidePair(int offset) {
    return offset > 0
        && offset < text.length()
        && Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset));
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
