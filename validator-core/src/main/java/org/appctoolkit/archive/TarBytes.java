package org.appctoolkit.archive;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The uncompressed bytes as one sequence, on the thread of the visitor.
 *
 * <p>Every byte goes into the digests when its chunk was read, whether it was looked at or not.
 * What is to be told behind a chunk is told when reading gets there. No method reads beyond the
 * end; those that get there return less than they were asked for.
 */
final class TarBytes implements ContentBytes {
  private static final int FIRST_PIECE = 1 << 13;

  /** What there is before the first chunk. */
  private static final Chunk NONE = new Chunk(0);

  private final Chunks chunks;
  private final Digests digests;
  private final FaultLog faults;
  private Chunk chunk = NONE;
  private int at;
  private long before;
  private boolean ended;

  TarBytes(Chunks chunks, Digests digests, FaultLog faults) {
    this.chunks = chunks;
    this.digests = digests;
    this.faults = faults;
  }

  /** How many bytes were read. */
  long position() {
    return before + at;
  }

  /** How much of the input it took to get here. */
  long inputPosition() {
    return chunk.inputPosition;
  }

  /** Whether the end was reached and is where it should be; if not, a fault has told. */
  boolean isIntact() {
    return ended && chunk.end == Chunk.End.INTACT;
  }

  /** The first bytes, at most that many, which are not read by this. */
  byte[] head(int most) throws IOException {
    return hasMore() ? Arrays.copyOf(chunk.bytes, Math.min(most, chunk.length)) : new byte[0];
  }

  /** Whether there is another byte. */
  private boolean hasMore() throws IOException {
    while (at == chunk.length && !ended) {
      chunk.notes.forEach(faults::report);
      chunk.notes.clear();
      rethrow(chunk.failure);
      if (chunk.end != Chunk.End.NONE) {
        ended = true;
        // Nobody fills it any more, so that it can still be asked how it has ended.
        digests.update(chunk);
      } else {
        next();
      }
    }
    return at < chunk.length;
  }

  private void next() throws IOException {
    if (chunk != NONE) {
      digests.update(chunk);
    }
    before += at;
    at = 0;
    chunk = chunks.next();
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException {
    if (failure instanceof IOException exception) {
      throw exception;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, chunk.length - at);
    System.arraycopy(chunk.bytes, at, target, offset, count);
    at += count;
    return count;
  }

  /** Reads one byte; -1 at the end. */
  int read() throws IOException {
    return hasMore() ? chunk.bytes[at++] & 0xFF : -1;
  }

  @Override
  public int readFully(byte[] target, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int count = read(target, offset + done, length - done);
      if (count < 0) {
        break;
      }
      done += count;
    }
    return done;
  }

  @Override
  public byte[] take(int length) throws IOException {
    if (length < 0) {
      throw new IllegalArgumentException("a negative number of bytes");
    }
    byte[] taken = new byte[Math.min(length, FIRST_PIECE)];
    int done = readFully(taken, 0, taken.length);
    while (done == taken.length && done < length) {
      taken = Arrays.copyOf(taken, (int) Math.min(length, 2L * done));
      done += readFully(taken, done, taken.length - done);
    }
    return done == taken.length ? taken : Arrays.copyOf(taken, done);
  }

  @Override
  public long skip(long count) throws IOException {
    long left = count;
    while (left > 0 && hasMore()) {
      int step = (int) Math.min(left, chunk.length - at);
      at += step;
      left -= step;
    }
    return count - left;
  }

  /**
   * Reads up to the first byte that is not zero, or to the end.
   *
   * @return whether there is such a byte; {@link #position()} is where
   */
  boolean skipZeros() throws IOException {
    while (hasMore()) {
      while (at < chunk.length) {
        if (chunk.bytes[at] != 0) {
          return true;
        }
        at++;
      }
    }
    return false;
  }

  /** Reads all that is left. */
  void drain() throws IOException {
    while (hasMore()) {
      at = chunk.length;
    }
  }
}
