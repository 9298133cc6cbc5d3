package org.appctoolkit.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * The stream an archive comes from, with a buffer before it.
 *
 * <p>It knows how many bytes were taken out of the buffer, which does not depend on how the stream
 * hands them over, and whether it was the stream that failed: a decompressor throws the same
 * exceptions for bytes it does not like.
 */
final class InputBuffer extends InputStream {
  private static final int BYTES = 1 << 16;

  private final InputStream stream;
  private final byte[] buffer = new byte[BYTES];
  private int at;
  private int limit;
  private long taken;
  private boolean ended;
  private boolean failed;
  private boolean ranOut;

  InputBuffer(InputStream stream) {
    this.stream = stream;
  }

  /** How many bytes were taken so far. */
  long position() {
    return taken;
  }

  /** Whether all bytes were taken and the stream has told that there are no more. */
  boolean isAtEnd() {
    return ended && at == limit;
  }

  /** Whether somebody asked for more than there is. */
  boolean hasRunOut() {
    return ranOut;
  }

  /** Whether the stream has thrown something. */
  boolean hasFailed() {
    return failed;
  }

  /** The next bytes, as many as that if there are so many. They are not taken. */
  byte[] peek(int count) throws IOException {
    while (limit - at < count && fill()) {
      // until there are enough
    }
    return Arrays.copyOfRange(buffer, at, Math.min(limit, at + count));
  }

  /** Reads more into the buffer, if it has room; whether there was more. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (at > 0) {
      System.arraycopy(buffer, at, buffer, 0, limit - at);
      limit -= at;
      at = 0;
    }
    int read = fromStream(buffer, limit, buffer.length - limit);
    limit += Math.max(read, 0);
    return read > 0;
  }

  private int fromStream(byte[] target, int offset, int length) throws IOException {
    boolean returned = false;
    try {
      int read = stream.read(target, offset, length);
      if (read == 0 && length > 0) {
        // A stream that does not block does not keep the promise of its type.
        int one = stream.read();
        if (one >= 0) {
          target[offset] = (byte) one;
          read = 1;
        } else {
          read = -1;
        }
      }
      ended = read < 0;
      returned = true;
      return read;
    } finally {
      failed |= !returned;
    }
  }

  /** Makes sure that there is something in the buffer; whether there is. */
  boolean hasMore() throws IOException {
    return at < limit || fill();
  }

  /** The buffer itself: what was not taken begins at {@link #offset()}. */
  byte[] array() {
    return buffer;
  }

  int offset() {
    return at;
  }

  int buffered() {
    return limit - at;
  }

  void take(int count) {
    at += count;
    taken += count;
  }

  @Override
  public int read() throws IOException {
    if (at == limit && !fill()) {
      ranOut = true;
      return -1;
    }
    taken++;
    return buffer[at++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (at == limit) {
      if (length >= buffer.length && !ended) {
        int read = fromStream(target, offset, length);
        taken += Math.max(read, 0);
        ranOut |= read < 0;
        return read;
      }
      if (!fill()) {
        ranOut = true;
        return -1;
      }
    }
    int read = Math.min(length, limit - at);
    System.arraycopy(buffer, at, target, offset, read);
    take(read);
    return read;
  }
}
