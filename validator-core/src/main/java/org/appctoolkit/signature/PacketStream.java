package org.appctoolkit.signature;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A stream cut into PGP packets (RFC 4880, 4.2), whose contents are read as streams. */
final class PacketStream {
  private final InputStream in;

  PacketStream(InputStream in) {
    this.in = in;
  }

  /** The next packet; empty at the end. The packet before must have been read to its end. */
  Optional<Body> next() throws IOException {
    int header = in.read();
    if (header < 0) {
      return Optional.empty();
    }
    if ((header & 0x80) == 0) {
      throw new IOException("these are no PGP packets");
    }
    if ((header & 0x40) != 0) {
      Body body = new Body(in, header & 0x3F);
      body.readLength();
      return Optional.of(body);
    }
    Body body = new Body(in, (header >> 2) & 0xF);
    switch (header & 3) {
      case 0 -> body.left = Body.octets(in, 1);
      case 1 -> body.left = Body.octets(in, 2);
      case 2 -> body.left = Body.octets(in, 4);
      default -> body.endless = true;
    }
    return Optional.of(body);
  }

  /** The content of a packet. */
  static final class Body extends InputStream {
    private final InputStream in;
    private final int tag;
    private long left;
    private boolean partial;
    private boolean endless;

    private Body(InputStream in, int tag) {
      this.in = in;
      this.tag = tag;
    }

    /** What sort of packet it is. */
    int tag() {
      return tag;
    }

    /** Whether the length of all of it was told at its beginning. */
    boolean isOfKnownLength() {
      return !partial && !endless;
    }

    private void readLength() throws IOException {
      int first = (int) octets(in, 1);
      partial = false;
      if (first < 192) {
        left = first;
      } else if (first < 224) {
        left = ((first - 192L) << 8) + octets(in, 1) + 192;
      } else if (first == 255) {
        left = octets(in, 4);
      } else {
        left = 1L << (first & 0x1F);
        partial = true;
      }
    }

    private static long octets(InputStream in, int count) throws IOException {
      long value = 0;
      for (int i = 0; i < count; i++) {
        int next = in.read();
        if (next < 0) {
          throw brokenOff();
        }
        value = (value << 8) | next;
      }
      return value;
    }

    private static EOFException brokenOff() {
      return new EOFException("the PGP data breaks off inside a packet");
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (endless) {
        return in.read(target, offset, length);
      }
      while (left == 0) {
        if (!partial) {
          return -1;
        }
        readLength();
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw brokenOff();
      }
      left -= count;
      return count;
    }
  }
}
