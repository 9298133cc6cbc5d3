package org.appctoolkit.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.appctoolkit.document.Quote;
import org.jspecify.annotations.Nullable;

/**
 * Bytes out of an archive that are text if all is well, such as a name.
 *
 * <p>Immutable; equal if the bytes are, and ordered by their unsigned values.
 */
public final class Octets implements Comparable<Octets> {
  /** No bytes. */
  public static final Octets EMPTY = new Octets(new byte[0]);

  private final byte[] bytes;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The given bytes, which are copied. */
  public static Octets of(byte[] bytes) {
    return wrap(bytes.clone());
  }

  /** The UTF-8 form of a text. */
  public static Octets of(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The given bytes, which nobody changes any more. */
  static Octets wrap(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Octets(bytes);
  }

  /** How many there are. */
  public int length() {
    return bytes.length;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** The one at this index. */
  public byte byteAt(int index) {
    return bytes[index];
  }

  /** Whether one of them has this value. */
  public boolean contains(int value) {
    for (byte octet : bytes) {
      if (octet == (byte) value) {
        return true;
      }
    }
    return false;
  }

  /** Those from one index to before another. */
  Octets slice(int from, int to) {
    return wrap(Arrays.copyOfRange(bytes, from, to));
  }

  /** A copy of all. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The text they are in UTF-8; U+FFFD stands for what is none. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Whether all of them are ASCII. */
  public boolean isAscii() {
    for (byte octet : bytes) {
      if (octet < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether they are UTF-8: no stray bytes, no overlong forms, no surrogates. */
  public boolean isUtf8() {
    if (isAscii()) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Override
  public int compareTo(Octets other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The text, quoted and safe to print. */
  @Override
  public String toString() {
    return Quote.of(text());
  }
}
