package org.appctoolkit.archive;

/** What an entry of an archive is. */
public enum EntryType {
  /** A regular file. */
  FILE,
  /** Another name of an earlier entry. */
  HARD_LINK,
  /** A symbolic link. */
  SYMBOLIC_LINK,
  /** A character device. */
  CHARACTER_DEVICE,
  /** A block device. */
  BLOCK_DEVICE,
  /** A directory. */
  DIRECTORY,
  /** A FIFO. */
  FIFO,
  /** A file stored without its holes; its content is not handed out. */
  SPARSE_FILE,
  /**
   * What POSIX has no type for, such as a part of a file on several volumes, or a socket in a
   * layout.
   */
  OTHER
}
