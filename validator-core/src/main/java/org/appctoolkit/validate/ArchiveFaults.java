package org.appctoolkit.validate;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.appctoolkit.archive.ArchiveFault;

/** Which clause a fault of an archive breaks. */
final class ArchiveFaults {
  /** The clauses checked by whoever reads archives. */
  static final Set<String> CLAUSES =
      Arrays.stream(ArchiveFault.Kind.values())
          .map(ArchiveFaults::clause)
          .collect(Collectors.toUnmodifiableSet());

  private ArchiveFaults() {}

  /** Whether a fault is one of the bytes around the tar, so that no entry is to blame. */
  static boolean isAroundTheTar(ArchiveFault.Kind kind) {
    return switch (kind) {
      case DAMAGED_COMPRESSION,
          UNSUPPORTED_COMPRESSION,
          TRUNCATED_COMPRESSION,
          ADDITIONAL_MEMBER,
          BYTES_AFTER_COMPRESSION,
          MEMORY ->
          true;
      default -> false;
    };
  }

  static String clause(ArchiveFault.Kind kind) {
    return switch (kind) {
      case EMPTY, OTHER_FORMAT, ENCRYPTED, UNKNOWN_FORMAT -> "image-archive-is-a-tar";
      case DAMAGED_COMPRESSION, UNSUPPORTED_COMPRESSION, TRUNCATED_COMPRESSION ->
          "compressed-data-is-intact";
      case ADDITIONAL_MEMBER -> "compressed-data-is-one-member";
      case BYTES_AFTER_COMPRESSION -> "nothing-follows-the-compressed-data";
      case HEADER_CHECKSUM -> "tar-header-checksums-are-right";
      case NUMBER -> "tar-numbers-are-in-range";
      case UNKNOWN_TYPE -> "tar-entry-types-are-known";
      case MALFORMED_EXTENSION -> "tar-extensions-are-well-formed";
      case AMBIGUOUS_FORMAT, AMBIGUOUS_HEADER, DISAGREEMENT, CONTENT_OF_NON_FILE ->
          "tar-headers-are-unambiguous";
      case GLOBAL_RECORD -> "tar-global-records-concern-no-entry";
      case SPARSE -> "tar-files-are-not-sparse";
      case TRUNCATED -> "tar-is-complete";
      case PADDING -> "tar-padding-is-zero";
      case MISSING_END -> "tar-ends-with-two-blocks-of-zeros";
      case BYTES_AFTER_END -> "nothing-follows-the-tar";
      case TOO_LONG -> "uncompressed-length-is-limited";
      case RATIO -> "compression-ratio-is-limited";
      case TOO_MANY_ENTRIES -> "entry-count-is-limited";
      case NAME_TOO_LONG -> "entry-name-length-is-limited";
      case HEADER_TOO_LONG -> "entry-header-length-is-limited";
      case MEMORY -> "decompression-memory-is-limited";
    };
  }
}
