package org.appctoolkit.archive;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a stream. */
record StreamBytes(InputStream stream) implements ContentBytes {
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return stream.read(target, offset, length);
  }

  @Override
  public int readFully(byte[] target, int offset, int length) throws IOException {
    return stream.readNBytes(target, offset, length);
  }

  @Override
  public byte[] take(int length) throws IOException {
    return stream.readNBytes(length);
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] scratch = new byte[(int) Math.min(count, 1 << 13)];
    long left = count;
    while (left > 0) {
      int read = stream.read(scratch, 0, (int) Math.min(left, scratch.length));
      if (read < 0) {
        break;
      }
      left -= read;
    }
    return count - left;
  }
}
