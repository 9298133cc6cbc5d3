package org.appctoolkit.archive;

import java.io.IOException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.appctoolkit.archive.ArchiveFault.Kind;

/** bzip2, stream by stream. */
final class Bzip2Decompressor implements Decompressor {
  /**
   * A stream costs megabytes of memory to begin with, however little it holds. Those who compress
   * in parallel write streams of 100 kB and more.
   */
  private static final int LEAST_BYTES_A_STREAM = 1 << 16;

  private static final int STREAMS_OF_ANY_SIZE = 100;

  @Override
  public boolean decompress(InputBuffer input, Sink sink) throws IOException {
    for (long streams = 1; ; streams++) {
      if (!stream(input, sink)) {
        return false;
      }
      if (Format.of(input.peek(5)) != Format.BZIP2) {
        Leftover.tell(input, sink, "bzip2");
        return true;
      }
      if (streams == 1) {
        Leftover.tellOfMember(input, sink, "bzip2 stream");
      }
      if (streams > STREAMS_OF_ANY_SIZE + sink.total() / LEAST_BYTES_A_STREAM) {
        sink.note(
            Kind.RATIO,
            "%d bzip2 streams hold no more than %d bytes".formatted(streams, sink.total()));
        return false;
      }
    }
  }

  private static boolean stream(InputBuffer input, Sink sink) throws IOException {
    try {
      BZip2CompressorInputStream stream = new BZip2CompressorInputStream(input, false);
      for (; ; ) {
        long before = stream.getBytesRead();
        int count;
        try {
          count = stream.read(sink.array(), sink.offset(), sink.room());
        } catch (IOException | RuntimeException e) {
          // It throws away how much was right before it went wrong.
          int right = (int) (stream.getBytesRead() - before);
          if (right > 0 && !sink.wrote(right)) {
            return false;
          }
          throw e;
        }
        if (count < 0) {
          return true;
        }
        if (!sink.wrote(count)) {
          return false;
        }
      }
    } catch (IOException | RuntimeException e) {
      if (input.hasFailed()) {
        throw e;
      }
      if (input.hasRunOut()) {
        sink.note(
            Kind.TRUNCATED_COMPRESSION,
            "the bzip2 data ends early, at byte %d".formatted(input.position()));
      } else {
        sink.note(
            Kind.DAMAGED_COMPRESSION,
            "the bzip2 data is damaged before byte %d".formatted(input.position()));
      }
      return false;
    }
  }
}
