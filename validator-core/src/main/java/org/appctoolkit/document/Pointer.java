package org.appctoolkit.document;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Pointer (RFC 6901): the path of keys and indexes from the root to a value.
 *
 * <p>{@link #toString()} is the standard form: empty for the root, else {@code /labels/0/name}. A
 * pointer is a link to its parent and one token more, so that those of a whole document share what
 * they have in common.
 */
public final class Pointer {
  /** The whole document. */
  public static final Pointer ROOT = new Pointer(null, "");

  private final @Nullable Pointer parent;
  private final String token;

  private Pointer(@Nullable Pointer parent, String token) {
    this.parent = parent;
    this.token = token;
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
    Pointer pointer = ROOT;
    for (String token : text.substring(1).split("/", -1)) {
      pointer = pointer.key(token.replace("~1", "/").replace("~0", "~"));
    }
    return pointer;
  }

  /** The member of this object. */
  public Pointer key(String key) {
    return new Pointer(this, key);
  }

  /** The element of this array. */
  public Pointer index(int index) {
    return new Pointer(this, Integer.toString(index));
  }

  /** The object or array around this value; the root is its own parent. */
  public Pointer parent() {
    return parent == null ? this : parent;
  }

  /** Keys and indexes, unescaped, outermost first. */
  public List<String> tokens() {
    Deque<String> tokens = new ArrayDeque<>();
    for (Pointer pointer = this; pointer.parent != null; pointer = pointer.parent) {
      tokens.addFirst(pointer.token);
    }
    return List.copyOf(tokens);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Pointer pointer && tokens().equals(pointer.tokens());
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Pointer pointer = this; pointer.parent != null; pointer = pointer.parent) {
      hash = 31 * hash + pointer.token.hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String key : tokens()) {
      text.append('/').append(key.replace("~", "~0").replace("/", "~1"));
    }
    return text.toString();
  }
}
