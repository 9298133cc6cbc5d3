package org.appctoolkit.report;

import java.io.PrintWriter;

/**
 * A JSON text while it is written: two spaces deeper at each level, members in the order of the
 * calls.
 *
 * <p>Control characters, directional marks and everything else that {@link
 * org.appctoolkit.document.Quote} does not print as it is are written as escapes: the text means
 * the same, and no string can drive a terminal. The calls have to fit together; that is not
 * checked.
 */
public final class JsonWriter {
  private final PrintWriter out;
  private int depth;
  private boolean first = true;
  private boolean named;

  /** A writer of one JSON text; the {@code out} is neither flushed nor closed. */
  public JsonWriter(PrintWriter out) {
    this.out = out;
  }

  /** Begins an object. */
  public JsonWriter beginObject() {
    return begin('{');
  }

  /** Ends the innermost object. */
  public JsonWriter endObject() {
    return end('}');
  }

  /** Begins an array. */
  public JsonWriter beginArray() {
    return begin('[');
  }

  /** Ends the innermost array. */
  public JsonWriter endArray() {
    return end(']');
  }

  /** The key of the member whose value comes next. */
  public JsonWriter name(String name) {
    separate();
    string(name);
    out.print(": ");
    named = true;
    return this;
  }

  /** A string. */
  public JsonWriter value(String text) {
    separate();
    string(text);
    return this;
  }

  /** A number. */
  public JsonWriter value(long number) {
    separate();
    out.print(number);
    return this;
  }

  /** A truth value. */
  public JsonWriter value(boolean truth) {
    separate();
    out.print(truth);
    return this;
  }

  /** The value {@code null}. */
  public JsonWriter nullValue() {
    separate();
    out.print("null");
    return this;
  }

  private JsonWriter begin(char bracket) {
    separate();
    out.print(bracket);
    depth++;
    first = true;
    return this;
  }

  private JsonWriter end(char bracket) {
    depth--;
    if (!first) {
      newLine();
    }
    out.print(bracket);
    first = false;
    if (depth == 0) {
      out.print('\n');
    }
    return this;
  }

  private void separate() {
    if (named) {
      named = false;
    } else if (depth > 0) {
      if (!first) {
        out.print(',');
      }
      first = false;
      newLine();
    }
  }

  private void newLine() {
    out.print('\n');
    out.print("  ".repeat(depth));
  }

  private void string(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(character -> append(json, character));
    out.print(json.append('"'));
  }

  private static void append(StringBuilder json, int character) {
    if (character == '"' || character == '\\') {
      json.append('\\').append((char) character);
    } else if (Cell.isPrintable(character)) {
      json.appendCodePoint(character);
    } else {
      for (char half : Character.toChars(character)) {
        json.append(String.format("\\u%04x", (int) half));
      }
    }
  }
}
