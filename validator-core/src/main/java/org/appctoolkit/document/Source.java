package org.appctoolkit.document;

import java.nio.charset.StandardCharsets;

/**
 * A named sequence of bytes that is to be judged.
 *
 * <p>The name is what messages show: a path as the user gave it, or a word such as {@code <stdin>}.
 * The bytes are copied on the way in and never handed out.
 */
public final class Source {
  private final String name;
  private final byte[] bytes;

  private Source(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /** A source of the given bytes, which are copied. */
  public static Source of(String name, byte[] bytes) {
    return new Source(name, bytes.clone());
  }

  /** A source of the UTF-8 form of a text. */
  public static Source of(String name, String text) {
    return new Source(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What messages call this source. */
  public String name() {
    return name;
  }

  /** How many bytes there are. */
  public int size() {
    return bytes.length;
  }

  /** The bytes themselves; for readers in this package, which do not change them. */
  byte[] bytes() {
    return bytes;
  }
}
