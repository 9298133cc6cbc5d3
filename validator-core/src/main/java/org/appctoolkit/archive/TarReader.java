package org.appctoolkit.archive;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.appctoolkit.archive.ArchiveFault.Kind;

/**
 * A strict reader of tar: v7, ustar, pax and GNU.
 *
 * <p>It goes from header to header and keeps nothing but the one it is at, what stands before it
 * and a few global pax records. What a header declares is never believed as far as memory is
 * concerned. Where readers of tar differ it reads on like most of them and tells; where there is no
 * telling what comes next it ends.
 */
final class TarReader {
  /** What comes next. */
  enum Step {
    /** Another header. */
    NEXT,
    /** Nothing: all entries were read. */
    COMPLETE,
    /** Something behind which no header can be found. */
    BROKEN,
    /** Nothing: a limit is reached, or the visitor wants no more. */
    STOPPED
  }

  private static final int ALIGNMENT = TarHeader.BLOCK - 1;
  private static final int SPARSE_BLOCK_EXTENDED = 504;

  private final TarBytes tar;
  private final ArchiveLimits limits;
  private final ArchiveVisitor visitor;
  private final FaultLog faults;
  private final TarHeader header = new TarHeader();
  private final byte[] scratch = new byte[TarHeader.BLOCK];
  private final Map<String, Octets> global = new HashMap<>();
  private final Set<TarDialect> dialects = EnumSet.noneOf(TarDialect.class);
  private Extensions extensions = new Extensions();
  private long entries;

  TarReader(TarBytes tar, ArchiveLimits limits, ArchiveVisitor visitor, FaultLog faults) {
    this.tar = tar;
    this.limits = limits;
    this.visitor = visitor;
    this.faults = faults;
  }

  /** How many entries the visitor was given. */
  long entries() {
    return entries;
  }

  /** The forms they are written in. */
  Set<TarDialect> dialects() {
    return dialects;
  }

  /** Reads the tar, once; how that has ended. */
  Step read() throws IOException {
    Step step = Step.NEXT;
    while (step == Step.NEXT) {
      long offset = tar.position();
      faults.at(offset);
      int read = tar.readFully(header.block(), 0, TarHeader.BLOCK);
      if (read < TarHeader.BLOCK) {
        step = endWithin(read);
      } else if (header.isZero()) {
        step = end(offset);
      } else if (!header.hasItsChecksum()) {
        faults.report(Kind.HEADER_CHECKSUM, "the checksum of this header is wrong, or it is none");
        step = Step.BROKEN;
      } else {
        step = header(offset);
      }
    }
    return step;
  }

  private Step header(long offset) throws IOException {
    return switch (header.type()) {
      case 'x' -> ownRecords(offset);
      case 'g' -> globalRecords();
      case 'L', 'K' -> longName(offset);
      default -> entry(offset);
    };
  }

  // --- the end

  /** Where there is no whole block left. */
  private Step endWithin(int read) {
    if (read > 0) {
      return cut("a header");
    }
    if (!tar.isIntact()) {
      return Step.BROKEN;
    }
    reportDangling();
    faults.report(Kind.MISSING_END, "the tar ends without the two blocks of zeros");
    return Step.COMPLETE;
  }

  /** Behind a first block of zeros. */
  private Step end(long offset) throws IOException {
    reportDangling();
    int read = tar.readFully(scratch, 0, TarHeader.BLOCK);
    if (!isZero(read)) {
      faults.at(offset + TarHeader.BLOCK);
      faults.report(
          Kind.BYTES_AFTER_END,
          "something else than zeros follows a single block of zeros; some readers read on");
      return Step.BROKEN;
    }
    if (read == TarHeader.BLOCK) {
      return afterEnd();
    }
    if (!tar.isIntact()) {
      return Step.BROKEN;
    }
    faults.report(Kind.MISSING_END, "the tar ends with one block of zeros instead of two");
    return Step.COMPLETE;
  }

  /** Writers fill up the last record with zeros, of whatever length. */
  private Step afterEnd() throws IOException {
    boolean found = tar.skipZeros();
    faults.at(tar.position());
    if (found) {
      faults.report(Kind.BYTES_AFTER_END, "something else than zeros follows the end of the tar");
      tar.drain();
    } else if (tar.isIntact() && (tar.position() & ALIGNMENT) != 0) {
      faults.report(
          Kind.BYTES_AFTER_END,
          "the tar is %d bytes long, which is no multiple of %d"
              .formatted(tar.position(), TarHeader.BLOCK));
    }
    return tar.isIntact() ? Step.COMPLETE : Step.BROKEN;
  }

  private void reportDangling() {
    if (!extensions.isEmpty()) {
      faults.report(
          Kind.MALFORMED_EXTENSION, "pax records or a long name stand before no entry at all");
    }
  }

  /** Where the bytes end too early; if they were cut, that was told. */
  private Step cut(String what) {
    if (tar.isIntact()) {
      faults.report(Kind.TRUNCATED, "the tar ends inside " + what);
    }
    return Step.BROKEN;
  }

  private Step padding(long size) throws IOException {
    int length = (int) (-size & ALIGNMENT);
    int read = tar.readFully(scratch, 0, length);
    if (!isZero(read)) {
      faults.report(Kind.PADDING, "something else than zeros fills the last block of the content");
    }
    return read < length ? cut("the padding behind the content") : Step.NEXT;
  }

  private boolean isZero(int length) {
    for (int i = 0; i < length; i++) {
      if (scratch[i] != 0) {
        return false;
      }
    }
    return true;
  }

  // --- what stands before an entry

  private Step ownRecords(long offset) throws IOException {
    if (extensions.hasRecords()) {
      faults.report(Kind.AMBIGUOUS_HEADER, "a second header of pax records before one entry");
    }
    if (extensions.hasLongName()) {
      reportMixture();
    }
    extensions.beginsAt(offset);
    PaxRecords records = new PaxRecords(tar, faults, limits);
    Step step = records(records);
    extensions.addRecords(records.records());
    return step;
  }

  private Step globalRecords() throws IOException {
    if (!extensions.isEmpty()) {
      faults.report(
          Kind.AMBIGUOUS_HEADER, "global pax records between an entry and what stands before it");
    }
    PaxRecords records = new PaxRecords(tar, faults, limits);
    Step step = records(records);
    records.records().forEach(this::globalRecord);
    return step;
  }

  private void globalRecord(String key, Octets value) {
    if (PaxRecords.isHazardForAll(key)) {
      faults.report(
          Kind.GLOBAL_RECORD,
          "a global pax record gives every entry that follows the same %s"
              .formatted(Octets.of(key)));
    }
    if (value.isEmpty()) {
      global.remove(key);
    } else if (PaxRecords.isKnown(key)) {
      global.put(key, value);
    }
  }

  private Step records(PaxRecords records) throws IOException {
    OptionalLong size = extensionSize();
    if (size.isEmpty()) {
      return Step.BROKEN;
    }
    if (!extensions.count(size.getAsLong(), limits)) {
      return tooMuchBeforeHeader();
    }
    return switch (records.read(size.getAsLong())) {
      case READ -> padding(size.getAsLong());
      case MALFORMED -> Step.BROKEN;
      case CUT -> cut("pax records");
      case LIMIT -> Step.STOPPED;
    };
  }

  private Step longName(long offset) throws IOException {
    boolean link = header.type() == 'K';
    if (extensions.hasRecords()) {
      reportMixture();
    }
    if ((link ? extensions.longLink() : extensions.longName()).isPresent()) {
      faults.report(Kind.AMBIGUOUS_HEADER, "a second GNU long name before one entry");
    }
    extensions.beginsAt(offset);
    OptionalLong size = extensionSize();
    if (size.isEmpty()) {
      return Step.BROKEN;
    }
    // The NUL at its end is not part of the name.
    if (size.getAsLong() - 1 > limits.nameBytes()) {
      faults.report(
          Kind.NAME_TOO_LONG,
          "a GNU long name is %d bytes long; at most %d are read"
              .formatted(size.getAsLong() - 1, limits.nameBytes()));
      return Step.STOPPED;
    }
    if (!extensions.count(size.getAsLong(), limits)) {
      return tooMuchBeforeHeader();
    }
    byte[] bytes = tar.take((int) size.getAsLong());
    if (bytes.length < size.getAsLong()) {
      return cut("a GNU long name");
    }
    Octets name = untilNul(bytes);
    if (link) {
      extensions.setLongLink(name);
    } else {
      extensions.setLongName(name);
    }
    return padding(bytes.length);
  }

  private Octets untilNul(byte[] bytes) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    if (length != bytes.length - 1) {
      faults.report(
          Kind.MALFORMED_EXTENSION,
          length == bytes.length
              ? "a GNU long name does not end with a NUL"
              : "a GNU long name has a NUL in it, where it ends");
    }
    return Octets.of(Arrays.copyOf(bytes, length));
  }

  private OptionalLong extensionSize() {
    OptionalLong size = header.number(TarHeader.NumberField.SIZE);
    if (size.isPresent() && size.getAsLong() >= 0) {
      return size;
    }
    faults.report(Kind.NUMBER, "the size of pax records or a long name is negative or no number");
    return OptionalLong.empty();
  }

  private Step tooMuchBeforeHeader() {
    faults.report(
        Kind.HEADER_TOO_LONG,
        "more than %d bytes stand before the header of one entry".formatted(limits.headerBytes()));
    return Step.STOPPED;
  }

  private void reportMixture() {
    faults.report(
        Kind.AMBIGUOUS_HEADER, "pax records and a GNU long name stand before the same entry");
  }

  // --- entries

  private Step entry(long offset) throws IOException {
    if (entries == limits.entries()) {
      faults.report(
          Kind.TOO_MANY_ENTRIES, "the tar has more than %d entries".formatted(limits.entries()));
      return Step.STOPPED;
    }
    EntryReader reader = new EntryReader(header, offset, extensions, global, faults, limits);
    Optional<Entry> read = reader.read();
    if (read.isEmpty()) {
      return reader.isOverLimit() ? Step.STOPPED : Step.BROKEN;
    }
    Entry entry = read.get();
    if (header.type() == 'S') {
      Step step = sparseMap();
      if (step != Step.NEXT) {
        return step;
      }
    }
    extensions = new Extensions();
    dialects.add(entry.dialect());
    entries++;
    return content(entry);
  }

  private Step content(Entry entry) throws IOException {
    boolean handedOut = entry.type() != EntryType.SPARSE_FILE;
    EntryContent content = new EntryContent(tar, handedOut ? entry.size() : 0);
    long rest;
    try {
      if (visitor.entry(entry, content) == ArchiveVisitor.Next.STOP) {
        return Step.STOPPED;
      }
    } finally {
      rest = content.end();
    }
    long unread = handedOut ? rest : entry.size();
    return tar.skip(unread) == unread ? padding(entry.size()) : cut("the content of an entry");
  }

  /** Skips the map of an old GNU sparse file: it goes on in blocks behind the header. */
  private Step sparseMap() throws IOException {
    boolean more = header.isSparseMapExtended();
    while (more) {
      if (!extensions.count(0, limits)) {
        return tooMuchBeforeHeader();
      }
      if (tar.readFully(scratch, 0, TarHeader.BLOCK) < TarHeader.BLOCK) {
        return cut("the map of a sparse file");
      }
      more = scratch[SPARSE_BLOCK_EXTENDED] != 0;
    }
    return Step.NEXT;
  }
}
