package org.appctoolkit.archive;

import java.io.InputStream;

/** Some bytes, then others again and again. */
final class Repeating extends InputStream {
  private final byte[] first;
  private final byte[] repeated;
  private final long length;
  private long at;

  Repeating(byte[] first, byte[] repeated, long times) {
    this.first = first;
    this.repeated = repeated;
    this.length = first.length + repeated.length * times;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) {
    if (at >= length) {
      return -1;
    }
    boolean begins = at < first.length;
    byte[] from = begins ? first : repeated;
    int start = (int) (begins ? at : (at - first.length) % repeated.length);
    int read = Math.min(count, from.length - start);
    System.arraycopy(from, start, target, offset, read);
    at += read;
    return read;
  }
}
