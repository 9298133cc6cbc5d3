package org.appctoolkit.archive;

import java.io.IOException;
import org.appctoolkit.archive.ArchiveFault.Kind;

/** What stands behind the end of compressed data. */
final class Leftover {
  /** Further than this nobody counts. */
  private static final int COUNTED = 1 << 20;

  private Leftover() {}

  /** Tells that another stream follows, which is read as a continuation, like most readers do. */
  static void tellOfMember(InputBuffer input, Sink sink, String what) {
    sink.note(
        Kind.ADDITIONAL_MEMBER,
        "another %s begins at byte %d: some readers stop there".formatted(what, input.position()));
  }

  /** Tells of everything up to the end of the input, if there is anything. */
  static void tell(InputBuffer input, Sink sink, String what) throws IOException {
    long start = input.position();
    long count = 0;
    boolean zero = true;
    while (count < COUNTED && input.hasMore()) {
      int buffered = input.buffered();
      for (int i = 0; i < buffered; i++) {
        zero &= input.array()[input.offset() + i] == 0;
      }
      input.take(buffered);
      count += buffered;
    }
    if (count > 0) {
      sink.note(
          Kind.BYTES_AFTER_COMPRESSION,
          "%s%d %s follow the end of the %s data at byte %d"
              .formatted(
                  input.isAtEnd() ? "" : "more than ",
                  count,
                  zero ? "bytes of zero" : "bytes",
                  what,
                  start));
    }
  }
}
