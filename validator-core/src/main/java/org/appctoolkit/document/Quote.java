package org.appctoolkit.document;

/** Text from a document in a form that is safe to print: quoted, escaped and cut. */
public final class Quote {
  private static final int LONGEST = 60;

  /** Letters and marks that show as nothing: joiners, fillers, the empty Braille pattern. */
  private static final String BLANK = "\u034f\u115f\u1160\u2800\u3164\uffa0";

  private Quote() {}

  /**
   * The text in quotation marks, cut after 60 characters. Control characters, directional marks and
   * other invisible characters, and halves of surrogate pairs are written as escapes, so that no
   * document can drive a terminal or disguise itself.
   */
  public static String of(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int shown = 0;
    for (int offset = 0; offset < text.length(); ) {
      if (shown++ == LONGEST) {
        return quoted.append("…\"").toString();
      }
      int character = text.codePointAt(offset);
      if (isPlain(character)) {
        quoted.append((char) character);
      } else {
        quoted.append(escape(character));
      }
      offset += Character.charCount(character);
    }
    return quoted.append('"').toString();
  }

  /** The text with its unsafe characters written as escapes, neither quoted nor cut. */
  public static String escape(String text) {
    // Nearly all texts are of this kind, and an image has a million names.
    if (isPlain(text)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(character -> escaped.append(escape(character)));
    return escaped.toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a character is one of ASCII that shows as itself. */
  private static boolean isPlain(int character) {
    return character >= ' ' && character < 0x7F;
  }

  private static String escape(int character) {
    if (BLANK.indexOf(character) >= 0 || isVariationSelector(character)) {
      return escaped(character);
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          escaped(character);
      default -> Character.toString(character);
    };
  }

  private static boolean isVariationSelector(int character) {
    return (character >= 0xFE00 && character <= 0xFE0F)
        || (character >= 0xE0100 && character <= 0xE01EF);
  }

  private static String escaped(int character) {
    return character > 0xFFFF
        ? String.format("\\u{%x}", character)
        : String.format("\\u%04x", character);
  }
}
