package org.appctoolkit.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a command, divided as a POSIX shell divides them.
 *
 * <p>Blanks divide, quotation marks and backslashes keep together. Nothing is expanded and nothing
 * is an operator: {@code $HOME}, {@code *} and {@code |} are what they are.
 */
final class ShellWords {
  private static final String BLANKS = " \t\r\n";

  /** What a backslash takes its meaning from inside double quotation marks. */
  private static final String ESCAPABLE = "\"\\$`";

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;

  private ShellWords(String text) {
    this.text = text;
  }

  /**
   * Divides a command.
   *
   * @throws IllegalArgumentException if a quotation mark is not closed or a backslash stands last;
   *     the message says so
   */
  static List<String> of(String text) {
    ShellWords words = new ShellWords(text);
    words.divide();
    return List.copyOf(words.words);
  }

  private void divide() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (BLANKS.indexOf(c) >= 0) {
        endWord();
        i++;
      } else if (c == '\'') {
        int end = closing(i, c);
        append(text.substring(i + 1, end));
        i = end + 1;
      } else if (c == '"') {
        i = inDoubleQuotes(i);
      } else if (c == '\\') {
        if (i + 1 == text.length()) {
          throw new IllegalArgumentException("a backslash stands last, before nothing");
        }
        append(text.substring(i + 1, i + 2));
        i += 2;
      } else {
        append(Character.toString(c));
        i++;
      }
    }
    endWord();
  }

  private int inDoubleQuotes(int start) {
    int i = start + 1;
    append("");
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\' && i + 1 < text.length() && ESCAPABLE.indexOf(text.charAt(i + 1)) >= 0) {
        i++;
      }
      append(text.substring(i, i + 1));
      i++;
    }
    throw unclosed(start, '"');
  }

  private int closing(int start, char mark) {
    int end = text.indexOf(mark, start + 1);
    if (end < 0) {
      throw unclosed(start, mark);
    }
    return end;
  }

  private IllegalArgumentException unclosed(int start, char mark) {
    int character = text.codePointCount(0, start) + 1;
    return new IllegalArgumentException(
        "the quotation mark " + mark + " at character " + character + " is not closed");
  }

  private void append(String part) {
    inWord = true;
    word.append(part);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
