package org.appctoolkit.layout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Objects;
import org.appctoolkit.archive.Octets;

/** The content of a file that has to be as long as it was; at its end once the file is closed. */
final class FileContent extends InputStream {
  private final SeekableByteChannel channel;
  private final Octets entry;
  private final long size;
  private long position;

  FileContent(SeekableByteChannel channel, Octets entry, long size) {
    this.channel = channel;
    this.entry = entry;
    this.size = size;
  }

  /** How much was read. */
  long position() {
    return position;
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
    if (!channel.isOpen()) {
      return -1;
    }
    int count;
    try {
      count = channel.read(ByteBuffer.wrap(target, offset, length));
    } catch (IOException e) {
      throw Reasons.about(entry, e);
    }
    if (count < 0 && position < size) {
      throw Reasons.changed(entry);
    }
    position += Math.max(count, 0);
    return count;
  }

  /** Refuses a file that has become longer or shorter. */
  void check() throws IOException {
    if (channel.size() != size) {
      throw Reasons.changed(entry);
    }
  }
}
