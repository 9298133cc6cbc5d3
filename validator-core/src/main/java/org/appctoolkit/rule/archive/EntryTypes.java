package org.appctoolkit.rule.archive;

import org.appctoolkit.archive.EntryType;

/** The types of entries in words. */
final class EntryTypes {
  private EntryTypes() {}

  /** Such as {@code a hard link}. */
  static String words(EntryType type) {
    return switch (type) {
      case FILE -> "a regular file";
      case HARD_LINK -> "a hard link";
      case SYMBOLIC_LINK -> "a symbolic link";
      case CHARACTER_DEVICE -> "a character device";
      case BLOCK_DEVICE -> "a block device";
      case DIRECTORY -> "a directory";
      case FIFO -> "a FIFO";
      case SPARSE_FILE -> "a sparse file";
      case OTHER -> "of an unknown type";
    };
  }
}
