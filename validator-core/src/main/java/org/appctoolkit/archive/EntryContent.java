package org.appctoolkit.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/**
 * The content of one entry, while the image is read.
 *
 * <p>It ends behind as many bytes as the entry declares, or earlier where the archive does: then a
 * fault tells why. What is left of it when the visitor is done is skipped, and from then on it is
 * at its end. Nothing has to be closed.
 */
public final class EntryContent extends InputStream {
  private final ContentBytes source;
  private long left;

  EntryContent(ContentBytes source, long size) {
    this.source = source;
    this.left = size;
  }

  /**
   * Content that is no part of an archive.
   *
   * @param stream what holds it; it is not closed
   * @param size how many of its bytes are the content
   */
  public static EntryContent of(InputStream stream, long size) {
    return new EntryContent(new StreamBytes(stream), size);
  }

  /** How many bytes are left, if the archive holds what it declares. */
  public long left() {
    return left;
  }

  /**
   * All that is left, or empty if it is more than that many bytes or the archive ends early. Memory
   * is taken as the bytes arrive, not as they are declared.
   */
  public Optional<byte[]> bytes(int most) throws IOException {
    if (left > most) {
      return Optional.empty();
    }
    long expected = left;
    byte[] bytes = source.take((int) expected);
    left -= bytes.length;
    return bytes.length == expected ? Optional.of(bytes) : Optional.empty();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int read = left == 0 ? -1 : source.read(target, offset, (int) Math.min(length, left));
    if (read > 0) {
      left -= read;
    }
    return read;
  }

  @Override
  public byte[] readNBytes(int length) throws IOException {
    byte[] bytes = source.take((int) Math.min(length, left));
    left -= bytes.length;
    return bytes;
  }

  @Override
  public int readNBytes(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    int read = source.readFully(target, offset, (int) Math.min(length, left));
    left -= read;
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = source.skip(Math.min(Math.max(count, 0), left));
    left -= skipped;
    return skipped;
  }

  /** Leaves nothing to read, even to whoever keeps this; how much there was left. */
  long end() {
    long rest = left;
    left = 0;
    return rest;
  }
}
