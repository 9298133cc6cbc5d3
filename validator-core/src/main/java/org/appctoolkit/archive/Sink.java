package org.appctoolkit.archive;

import org.appctoolkit.archive.ArchiveFault.Kind;

/** What a decompressor writes into. */
interface Sink {
  /** The array to write into, from {@link #offset()} on. */
  byte[] array();

  /** Where the next byte belongs. */
  int offset();

  /** How many bytes there is room for; at least one. */
  int room();

  /** Takes what was written; false if no more is wanted, and the decompressor returns. */
  boolean wrote(int count);

  /** How many bytes were written in all. */
  long total();

  /** Tells what is wrong behind what was written so far. */
  void note(Kind kind, String message);
}
