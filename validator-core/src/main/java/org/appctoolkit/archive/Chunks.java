package org.appctoolkit.archive;

import java.io.IOException;

/** The uncompressed bytes, piece by piece. */
interface Chunks extends AutoCloseable {
  /** The next piece, which need not hold a byte; it has to be given back to the ring. */
  Chunk next() throws IOException;

  /** Ends whatever works for this. */
  @Override
  void close();
}
