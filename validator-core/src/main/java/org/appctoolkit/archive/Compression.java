package org.appctoolkit.archive;

/** How an archive is compressed. */
public enum Compression {
  /** Not at all. */
  NONE,
  /** RFC 1952. */
  GZIP,
  /** Burrows-Wheeler blocks. */
  BZIP2,
  /** LZMA2 in the container of xz. */
  XZ
}
