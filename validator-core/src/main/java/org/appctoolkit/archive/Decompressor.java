package org.appctoolkit.archive;

import java.io.IOException;

/** Undoes a compression. */
sealed interface Decompressor permits GzipDecompressor, Bzip2Decompressor, XzDecompressor {
  /**
   * Reads the input from its first byte to its last, until the compressed data is damaged, or until
   * the sink wants no more.
   *
   * @return whether everything was read, and all that came out is what went in
   * @throws IOException what the input has thrown, and nothing else
   */
  boolean decompress(InputBuffer input, Sink sink) throws IOException;
}
