package org.appctoolkit.archive;

import org.appctoolkit.archive.ArchiveFault.Kind;

/** Tells the visitor what is wrong, and which entry it concerns. */
final class FaultLog {
  private final ArchiveVisitor visitor;
  private Octets entry = Octets.EMPTY;
  private long headerOffset;
  private long count;

  FaultLog(ArchiveVisitor visitor) {
    this.visitor = visitor;
  }

  /** From now on faults concern a header whose entry has no name yet. */
  void at(long offset) {
    at(Octets.EMPTY, offset);
  }

  /** From now on faults concern this entry. */
  void at(Octets name, long offset) {
    entry = name;
    headerOffset = offset;
  }

  void report(Kind kind, String message) {
    count++;
    visitor.fault(new ArchiveFault(kind, entry, headerOffset, message));
  }

  /** Tells what a decompressor or a limit had to say. */
  void report(Chunk.Note note) {
    boolean concernsEntry =
        note.kind() != Kind.ADDITIONAL_MEMBER && note.kind() != Kind.BYTES_AFTER_COMPRESSION;
    count++;
    visitor.fault(
        concernsEntry
            ? new ArchiveFault(note.kind(), entry, headerOffset, note.message())
            : new ArchiveFault(note.kind(), Octets.EMPTY, note.position(), note.message()));
  }

  /** How many were told. */
  long count() {
    return count;
  }
}
