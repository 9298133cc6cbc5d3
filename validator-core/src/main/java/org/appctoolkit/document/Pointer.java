package org.appctoolkit.document;

import java.util.ArrayList;
import java.util.List;

/**
 * A JSON Pointer (RFC 6901): the path of keys and indexes from the root to a value.
 *
 * <p>{@link #toString()} is the standard form: empty for the root, else {@code /labels/0/name}.
 *
 * @param tokens keys and indexes, unescaped, outermost first
 */
public record Pointer(List<String> tokens) {
  /** The whole document. */
  public static final Pointer ROOT = new Pointer(List.of());

  /** Copies the tokens. */
  public Pointer {
    tokens = List.copyOf(tokens);
  }

  /**
   * Reads the standard form.
   *
   * @throws IllegalArgumentException if the text is neither empty nor begins with a slash
   */
  public static Pointer parse(String text) {
    if (text.isEmpty()) {
      return ROOT;
    }
    if (text.charAt(0) != '/') {
      throw new IllegalArgumentException("a JSON Pointer is empty or begins with /: " + text);
    }
    List<String> tokens = new ArrayList<>();
    for (String token : text.substring(1).split("/", -1)) {
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return new Pointer(tokens);
  }

  /** The member of this object. */
  public Pointer key(String key) {
    List<String> longer = new ArrayList<>(tokens);
    longer.add(key);
    return new Pointer(longer);
  }

  /** The element of this array. */
  public Pointer index(int index) {
    return key(Integer.toString(index));
  }

  /** The object or array around this value; the root is its own parent. */
  public Pointer parent() {
    return tokens.isEmpty() ? this : new Pointer(tokens.subList(0, tokens.size() - 1));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String token : tokens) {
      text.append('/').append(token.replace("~", "~0").replace("/", "~1"));
    }
    return text.toString();
  }
}
