package org.appctoolkit.signature;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A stream that remembers what it threw, so that this is not taken for damage of what it holds. */
final class WatchedStream extends InputStream {
  private final InputStream in;
  private Optional<IOException> failure = Optional.empty();

  WatchedStream(InputStream in) {
    this.in = in;
  }

  /** Throws what was thrown before, if anything. */
  void rethrow() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
