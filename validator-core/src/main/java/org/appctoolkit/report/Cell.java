package org.appctoolkit.report;

import org.appctoolkit.document.Quote;

/**
 * A character as a terminal shows it.
 *
 * @param text what is printed for it
 * @param width how many columns that takes: 2 for the wide characters of East Asia, 0 for a mark
 *     that joins the character before it
 */
record Cell(String text, int width) {
  private static final int TAB = 4;

  /** First and last of the ranges that are wide, after Unicode's EastAsianWidth.txt. */
  private static final int[][] WIDE = {
    {0x1100, 0x115f},
    {0x2e80, 0x303e},
    {0x3041, 0x33ff},
    {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},
    {0xa000, 0xa4cf},
    {0xa960, 0xa97f},
    {0xac00, 0xd7a3},
    {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},
    {0xff00, 0xff60},
    {0xffe0, 0xffe6},
    {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff},
    {0x1f900, 0x1faff},
    {0x20000, 0x3fffd}
  };

  /** The character at a column, which a tab needs to know: it reaches to the next fourth one. */
  static Cell of(int character, int column) {
    if (character == '\t') {
      int width = TAB - column % TAB;
      return new Cell(" ".repeat(width), width);
    }
    String text = Quote.escape(Character.toString(character));
    return new Cell(text, isPrintable(character) ? width(character) : text.length());
  }

  /** Whether the character can be printed as it is. */
  static boolean isPrintable(int character) {
    String text = Character.toString(character);
    return Quote.escape(text).equals(text);
  }

  private static int width(int character) {
    int type = Character.getType(character);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int[] range : WIDE) {
      if (range[0] <= character && character <= range[1]) {
        return 2;
      }
    }
    return 1;
  }
}
