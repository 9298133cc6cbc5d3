package org.appctoolkit.archive;

/**
 * Something that is wrong with an archive.
 *
 * <p>A fault need not end the pass: where there is one way to read on that most readers of tar
 * share, it is taken. {@link ArchiveSummary#complete()} tells whether every entry was seen.
 *
 * @param kind what sort of fault
 * @param entry the name of the entry it concerns; empty if there is none
 * @param headerOffset where the header of that entry begins in the uncompressed tar; without an
 *     entry, where reading was
 * @param message what is wrong, lower case, no full stop
 */
public record ArchiveFault(Kind kind, Octets entry, long headerOffset, String message) {
  /** The sorts of faults. */
  public enum Kind {
    /** There are no bytes, plain or behind a compression. */
    EMPTY,
    /** A known format that is not an image archive: zip, a manifest, a signature. */
    OTHER_FORMAT,
    /** An encrypted message: it takes a key. */
    ENCRYPTED,
    /** No format that is known. */
    UNKNOWN_FORMAT,
    /** Bytes that are valid as a compressed file and as a tar. */
    AMBIGUOUS_FORMAT,

    /** Compressed data that breaks the rules of its format or fails its checksum. */
    DAMAGED_COMPRESSION,
    /** Compressed data that uses what this reader, and most others, do not know. */
    UNSUPPORTED_COMPRESSION,
    /** Compressed data that ends early. */
    TRUNCATED_COMPRESSION,
    /** A second compressed stream behind the first, which some readers stop at. */
    ADDITIONAL_MEMBER,
    /** Bytes behind the end of the compressed data. */
    BYTES_AFTER_COMPRESSION,

    /** A header whose checksum is wrong: most likely no header at all. */
    HEADER_CHECKSUM,
    /** A number in a header or record that is malformed, negative or too large. */
    NUMBER,
    /** A type of entry that POSIX does not define. */
    UNKNOWN_TYPE,
    /** An entry that declares content but is of a type that has none. */
    CONTENT_OF_NON_FILE,
    /** Malformed pax records or GNU long names. */
    MALFORMED_EXTENSION,
    /** Headers that readers of tar understand in different ways. */
    AMBIGUOUS_HEADER,
    /** A pax record that says otherwise than the header, which could say the same. */
    DISAGREEMENT,
    /** A global pax record that changes the name, the size or the like of every entry. */
    GLOBAL_RECORD,
    /** A sparse file: its content is not looked at. */
    SPARSE,
    /** A tar that ends inside an entry. */
    TRUNCATED,
    /** Bytes other than zero between the content of an entry and the next header. */
    PADDING,
    /** A tar without the two blocks of zeros at its end. */
    MISSING_END,
    /** Bytes other than zero behind the end of the tar, or an end that is not that of a block. */
    BYTES_AFTER_END,

    /** More than {@link ArchiveLimits#uncompressedBytes()}. */
    TOO_LONG,
    /** More than {@link ArchiveLimits#ratio()}, or compressed in far too many pieces. */
    RATIO,
    /** More than {@link ArchiveLimits#entries()}. */
    TOO_MANY_ENTRIES,
    /** More than {@link ArchiveLimits#nameBytes()}. */
    NAME_TOO_LONG,
    /** More than {@link ArchiveLimits#headerBytes()}, or more than 1024 pax records at once. */
    HEADER_TOO_LONG,
    /** More than {@link ArchiveLimits#xzBytes()}. */
    MEMORY;

    /**
     * Whether the archive is understood in full and in one way all the same: several members are
     * what programs make that compress with several threads.
     */
    public boolean isHarmless() {
      return this == ADDITIONAL_MEMBER;
    }

    /** Whether this is a limit of the reader, behind which it did not look. */
    public boolean isLimit() {
      // The limits are the last ones above.
      return compareTo(TOO_LONG) >= 0;
    }
  }
}
