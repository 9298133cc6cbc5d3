package org.appctoolkit.archive;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.appctoolkit.archive.ArchiveFault.Kind;

/**
 * gzip as RFC 1952 has it, strictly: the checksum of the header, the checksum and the length of the
 * data, and everything behind the end. The JDK's own stream looks at some of these only.
 */
final class GzipDecompressor implements Decompressor {
  private static final int DEFLATE = 8;
  private static final int HAS_HEADER_CHECKSUM = 1 << 1;
  private static final int HAS_EXTRA = 1 << 2;
  private static final int HAS_NAME = 1 << 3;
  private static final int HAS_COMMENT = 1 << 4;
  private static final int RESERVED = 0xE0;

  private final ArchiveLimits limits;

  GzipDecompressor(ArchiveLimits limits) {
    this.limits = limits;
  }

  @Override
  public boolean decompress(InputBuffer input, Sink sink) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      return new Run(input, sink, inflater).members();
    } finally {
      inflater.end();
    }
  }

  /** The work on one input. Its methods return false where reading ends, and have told why. */
  private final class Run {
    private final InputBuffer input;
    private final Sink sink;
    private final Inflater inflater;
    private final CRC32 headerCrc = new CRC32();
    private final CRC32 crc = new CRC32();

    Run(InputBuffer input, Sink sink, Inflater inflater) {
      this.input = input;
      this.sink = sink;
      this.inflater = inflater;
    }

    boolean members() throws IOException {
      for (long member = 1; ; member++) {
        if (!header() || !data() || !trailer()) {
          return false;
        }
        byte[] next = input.peek(2);
        if (next.length < 2 || next[0] != 0x1F || next[1] != (byte) 0x8B) {
          Leftover.tell(input, sink, "gzip");
          return true;
        }
        if (member == 1) {
          Leftover.tellOfMember(input, sink, "gzip member");
        }
      }
    }

    // --- header

    private boolean header() throws IOException {
      headerCrc.reset();
      long start = input.position();
      int[] fixed = new int[10];
      for (int i = 0; i < fixed.length; i++) {
        fixed[i] = headerByte();
        if (fixed[i] < 0) {
          return truncated();
        }
      }
      int method = fixed[2];
      int flags = fixed[3];
      if (method != DEFLATE || (flags & RESERVED) != 0) {
        return end(
            Kind.UNSUPPORTED_COMPRESSION,
            ("the gzip header at byte %d has method %d and flags 0x%02x, of which only 8 and up to"
                    + " 0x1f are defined")
                .formatted(start, method, flags));
      }
      if (((flags & HAS_EXTRA) != 0 && !skipExtra())
          || ((flags & HAS_NAME) != 0 && !skipText())
          || ((flags & HAS_COMMENT) != 0 && !skipText())) {
        return false;
      }
      return (flags & HAS_HEADER_CHECKSUM) == 0 || headerChecksum(start);
    }

    private int headerByte() throws IOException {
      int read = input.read();
      headerCrc.update(read);
      return read;
    }

    private boolean skipExtra() throws IOException {
      int low = headerByte();
      int high = headerByte();
      if (high < 0) {
        return truncated();
      }
      for (int left = low | (high << 8); left > 0; left--) {
        if (headerByte() < 0) {
          return truncated();
        }
      }
      return true;
    }

    private boolean skipText() throws IOException {
      for (int length = 0; length <= limits.headerBytes(); length++) {
        int read = headerByte();
        if (read < 0) {
          return truncated();
        }
        if (read == 0) {
          return true;
        }
      }
      return end(
          Kind.HEADER_TOO_LONG,
          "a text in the gzip header is longer than %d bytes".formatted(limits.headerBytes()));
    }

    private boolean headerChecksum(long start) throws IOException {
      int computed = (int) headerCrc.getValue() & 0xFFFF;
      long stored = number(2);
      if (stored < 0) {
        return truncated();
      }
      if (stored != computed) {
        // The header says nothing about the data: that has a checksum of its own.
        sink.note(
            Kind.DAMAGED_COMPRESSION,
            "the gzip header at byte %d has the checksum %04x, but says %04x"
                .formatted(start, computed, stored));
      }
      return true;
    }

    // --- data

    private boolean data() throws IOException {
      inflater.reset();
      crc.reset();
      try {
        while (!inflater.finished()) {
          if (inflater.needsInput()) {
            if (!input.hasMore()) {
              return truncated();
            }
            inflater.setInput(input.array(), input.offset(), input.buffered());
          }
          if (!inflate()) {
            return false;
          }
        }
        return true;
      } catch (DataFormatException e) {
        return end(
            Kind.DAMAGED_COMPRESSION,
            "the gzip data is damaged near byte %d".formatted(input.position()));
      }
    }

    private boolean inflate() throws DataFormatException {
      int before = inflater.getRemaining();
      long written = inflater.getBytesWritten();
      int count;
      try {
        count = inflater.inflate(sink.array(), sink.offset(), sink.room());
      } catch (DataFormatException e) {
        // It counts what was right before it went wrong, but does not return it.
        input.take(before - inflater.getRemaining());
        int right = (int) (inflater.getBytesWritten() - written);
        if (right > 0 && !sink.wrote(right)) {
          return false;
        }
        throw e;
      }
      int taken = before - inflater.getRemaining();
      input.take(taken);
      if (count > 0) {
        crc.update(sink.array(), sink.offset(), count);
        return sink.wrote(count);
      }
      if (taken == 0 && !inflater.finished() && !inflater.needsInput()) {
        throw new DataFormatException();
      }
      return true;
    }

    private boolean trailer() throws IOException {
      long storedCrc = number(4);
      long storedLength = number(4);
      if (storedCrc < 0 || storedLength < 0) {
        return truncated();
      }
      long length = inflater.getBytesWritten() & 0xFFFF_FFFFL;
      if (storedCrc != crc.getValue()) {
        return end(
            Kind.DAMAGED_COMPRESSION,
            "the gzip data has the checksum %08x, but its trailer says %08x"
                .formatted(crc.getValue(), storedCrc));
      }
      if (storedLength != length) {
        return end(
            Kind.DAMAGED_COMPRESSION,
            "the gzip data is %d bytes long, but its trailer says %d"
                .formatted(length, storedLength));
      }
      return true;
    }

    /** A little-endian number, or -1 if the input ends in it. */
    private long number(int bytes) throws IOException {
      long number = 0;
      for (int i = 0; i < bytes; i++) {
        int read = input.read();
        if (read < 0) {
          return -1;
        }
        number |= (long) read << (8 * i);
      }
      return number;
    }

    private boolean truncated() {
      return end(
          Kind.TRUNCATED_COMPRESSION,
          "the gzip data ends early, at byte %d".formatted(input.position()));
    }

    private boolean end(Kind kind, String message) {
      sink.note(kind, message);
      return false;
    }
  }
}
