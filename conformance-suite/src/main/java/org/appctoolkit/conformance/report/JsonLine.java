package org.appctoolkit.conformance.report;

import java.util.List;
import org.appctoolkit.document.Quote;

/**
 * A JSON object in one line, while it is written. What {@link Quote} does not print as it is
 * becomes an escape: the text means the same, and no string can drive a terminal.
 */
final class JsonLine {
  private final StringBuilder json = new StringBuilder("{");

  JsonLine text(String name, String value) {
    name(name);
    string(json, value);
    return this;
  }

  JsonLine number(String name, long value) {
    name(name);
    json.append(value);
    return this;
  }

  /** A number with so many digits behind the point as it was given. */
  JsonLine decimal(String name, String value) {
    name(name);
    json.append(value);
    return this;
  }

  JsonLine texts(String name, Iterable<String> values) {
    name(name);
    json.append('[');
    for (String value : values) {
      if (json.charAt(json.length() - 1) != '[') {
        json.append(',');
      }
      string(json, value);
    }
    json.append(']');
    return this;
  }

  JsonLine object(String name, JsonLine value) {
    name(name);
    json.append(value);
    return this;
  }

  private void name(String name) {
    if (json.length() > 1) {
      json.append(',');
    }
    string(json, name);
    json.append(':');
  }

  /** The string as JSON has it, which YAML reads alike. */
  static String string(String text) {
    StringBuilder json = new StringBuilder();
    string(json, text);
    return json.toString();
  }

  private static void string(StringBuilder json, String text) {
    json.append('"');
    text.codePoints()
        .forEach(
            character -> {
              String plain = Character.toString(character);
              if (character == '"' || character == '\\') {
                json.append('\\').append(plain);
              } else if (Quote.escape(plain).equals(plain)) {
                json.append(plain);
              } else {
                for (char half : Character.toChars(character)) {
                  json.append(String.format("\\u%04x", (int) half));
                }
              }
            });
    json.append('"');
  }

  /** The object so far, as a whole. */
  @Override
  public String toString() {
    return json + "}";
  }

  /** Texts as a JSON array. */
  static String array(List<String> texts) {
    return "[" + String.join(", ", texts.stream().map(JsonLine::string).toList()) + "]";
  }
}
