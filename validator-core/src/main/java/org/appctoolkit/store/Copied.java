package org.appctoolkit.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A stream that writes into a file of a store what is read from it. */
final class Copied extends FilterInputStream {
  private final StoreDirectory directory;
  private final FileChannel copy;

  Copied(InputStream in, StoreDirectory directory, FileChannel copy) {
    super(in);
    this.directory = directory;
    this.copy = copy;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    if (count > 0) {
      try {
        directory.write(copy, ByteBuffer.wrap(target, offset, count));
      } catch (IOException e) {
        // It comes out of whoever reads, and is told from a failure to read by this.
        throw StoreException.of(directory.root(), e);
      }
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.max(0, Math.min(count, 1 << 16))).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
