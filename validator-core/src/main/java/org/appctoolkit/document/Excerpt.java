package org.appctoolkit.document;

/** Text of the input as a message may show it: at most 40 characters, nothing invisible. */
final class Excerpt {
  private static final int LONGEST = 40;

  private Excerpt() {}

  /** The beginning of a text; an ellipsis stands for the rest. */
  static String of(CharSequence text) {
    StringBuilder shown = new StringBuilder();
    int at = 0;
    for (int count = 0; at < text.length() && count < LONGEST; count++) {
      int c = Character.codePointAt(text, at);
      at += Character.charCount(c);
      append(shown, c);
    }
    return at < text.length() ? shown.append('…').toString() : shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    switch (Character.getType(c)) {
      // FORMAT holds the marks that turn the direction of writing and could disguise a message.
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> {
        for (char half : Character.toChars(c)) {
          shown.append(String.format("\\u%04x", (int) half));
        }
      }
      default -> shown.appendCodePoint(c);
    }
  }
}
