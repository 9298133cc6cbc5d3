package org.appctoolkit.archive;

import java.io.IOException;

/** Where the content of an entry comes from; no method reads beyond the end. */
interface ContentBytes {
  /** Reads some bytes, at least one; -1 at the end. */
  int read(byte[] target, int offset, int length) throws IOException;

  /** Reads that many bytes; how many there were. */
  int readFully(byte[] target, int offset, int length) throws IOException;

  /** Reads that many bytes, or all there are, into memory that grows as they arrive. */
  byte[] take(int length) throws IOException;

  /** Reads over that many bytes; how many there were. */
  long skip(long count) throws IOException;
}
