package org.appctoolkit.archive;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of the uncompressed bytes, and what is to be told behind them. */
final class Chunk {
  /**
   * A fault whose entry is not known yet.
   *
   * @param position how many uncompressed bytes there were
   */
  record Note(ArchiveFault.Kind kind, String message, long position) {}

  /** What follows a chunk. */
  enum End {
    /** Another chunk. */
    NONE,
    /** Nothing: that was all, and it is undamaged. */
    INTACT,
    /** Nothing, although there should be or is more; a note tells why. */
    CUT
  }

  /** Enough to make handing over cheap, little enough to stay in the cache of a processor. */
  static final int BYTES = 1 << 17;

  final byte[] bytes;
  final List<Note> notes = new ArrayList<>(2);
  int length;
  End end = End.NONE;

  /** How much of the input it took to get here. */
  long inputPosition;

  /** What was thrown, if anything: to be thrown again behind the bytes. */
  @Nullable Throwable failure;

  Chunk(int capacity) {
    bytes = new byte[capacity];
  }

  void clear() {
    notes.clear();
    length = 0;
    end = End.NONE;
  }

  int room() {
    return bytes.length - length;
  }
}
