package org.appctoolkit.archive;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.appctoolkit.archive.ArchiveFault.Kind;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.UnsupportedOptionsException;

/** xz, stream by stream, with its index and its checksums. */
final class XzDecompressor implements Decompressor {
  private static final byte[] PADDING = new byte[4];

  private final int memoryKibibytes;

  XzDecompressor(ArchiveLimits limits) {
    long most = Math.min(limits.xzBytes(), Runtime.getRuntime().maxMemory() / 2);
    memoryKibibytes = (int) (most >> 10);
  }

  @Override
  public boolean decompress(InputBuffer input, Sink sink) throws IOException {
    ArrayCache arrays = new DictionaryCache();
    for (boolean first = true; ; first = false) {
      if (!stream(input, sink, arrays)) {
        return false;
      }
      long end = input.position();
      while (Arrays.equals(input.peek(4), PADDING)) {
        input.take(4);
      }
      if (Format.of(input.peek(6)) != Format.XZ) {
        if (input.position() > end) {
          sink.note(
              Kind.BYTES_AFTER_COMPRESSION,
              "%d bytes of padding follow the end of the xz data at byte %d"
                  .formatted(input.position() - end, end));
        }
        Leftover.tell(input, sink, "xz");
        return true;
      }
      if (first) {
        Leftover.tellOfMember(input, sink, "xz stream");
      }
    }
  }

  private boolean stream(InputBuffer input, Sink sink, ArrayCache arrays) throws IOException {
    try {
      SingleXZInputStream stream = new SingleXZInputStream(input, memoryKibibytes, true, arrays);
      for (; ; ) {
        int count = stream.read(sink.array(), sink.offset(), sink.room());
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
      tell(e, input, sink);
      return false;
    }
  }

  private void tell(Exception exception, InputBuffer input, Sink sink) {
    long position = input.position();
    if (exception instanceof MemoryLimitException memory) {
      sink.note(
          Kind.MEMORY,
          "the xz data before byte %d takes %d KiB of memory to decode, more than %d"
              .formatted(position, memory.getMemoryNeeded(), memoryKibibytes));
    } else if (exception instanceof UnsupportedOptionsException) {
      sink.note(
          Kind.UNSUPPORTED_COMPRESSION,
          "the xz data before byte %d uses a filter, a check or a dictionary that is not supported"
              .formatted(position));
    } else if (exception instanceof EOFException || input.hasRunOut()) {
      sink.note(
          Kind.TRUNCATED_COMPRESSION, "the xz data ends early, at byte %d".formatted(position));
    } else {
      sink.note(
          Kind.DAMAGED_COMPRESSION, "the xz data is damaged before byte %d".formatted(position));
    }
  }

  /**
   * Keeps the largest two arrays that were given back: a block may begin every few bytes, and each
   * asks for a new dictionary.
   */
  private static final class DictionaryCache extends ArrayCache {
    private byte @Nullable [] larger;
    private byte @Nullable [] smaller;

    @Override
    public byte[] getByteArray(int size, boolean fillWithZeros) {
      byte[] found = find(size);
      if (found == null) {
        // What is too small now makes room for what is not.
        larger = null;
        smaller = null;
        return new byte[size];
      }
      if (fillWithZeros) {
        Arrays.fill(found, 0, size, (byte) 0);
      }
      return found;
    }

    private byte @Nullable [] find(int size) {
      byte[] found = null;
      if (smaller != null && smaller.length >= size) {
        found = smaller;
        smaller = null;
      } else if (larger != null && larger.length >= size) {
        found = larger;
        larger = null;
      }
      return found;
    }

    @Override
    public void putArray(byte[] array) {
      if (larger == null) {
        larger = array;
      } else if (smaller == null) {
        smaller = array;
      } else if (array.length > smaller.length) {
        smaller = array;
      }
      if (smaller != null && larger.length < smaller.length) {
        byte[] swapped = larger;
        larger = smaller;
        smaller = swapped;
      }
    }
  }
}
