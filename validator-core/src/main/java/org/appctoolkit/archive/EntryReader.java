package org.appctoolkit.archive;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.appctoolkit.archive.ArchiveFault.Kind;

/**
 * Makes an entry out of its header and what stands before that.
 *
 * <p>A pax record counts more than a global one, that more than a GNU long name, and that more than
 * the header. What is wrong is told on the way.
 */
final class EntryReader {
  private static final long MOST_MODE = 0177777;

  private final TarHeader header;
  private final long offset;
  private final Extensions extensions;
  private final Map<String, Octets> global;
  private final FaultLog faults;
  private final ArchiveLimits limits;
  private final ExtendedAttributes attributes;
  private Map<String, Octets> others = Map.of();
  private boolean sparse;
  private boolean overLimit;

  EntryReader(
      TarHeader header,
      long offset,
      Extensions extensions,
      Map<String, Octets> global,
      FaultLog faults,
      ArchiveLimits limits) {
    this.header = header;
    this.offset = offset;
    this.extensions = extensions;
    this.global = global;
    this.faults = faults;
    this.limits = limits;
    this.attributes = new ExtendedAttributes(faults);
  }

  /** Whether the entry could not be read because of a limit, which was told. */
  boolean isOverLimit() {
    return overLimit;
  }

  /** The entry; empty if reading ends here, and it was told why. */
  Optional<Entry> read() {
    Octets name = name();
    faults.at(name, offset);
    sortRecords();
    EntryType type = type(name);
    Octets linkName =
        type == EntryType.HARD_LINK || type == EntryType.SYMBOLIC_LINK ? linkName() : Octets.EMPTY;
    if (isTooLong(name, "name") || isTooLong(linkName, "name it links to")) {
      overLimit = true;
      return Optional.empty();
    }
    OptionalLong size = number(TarHeader.NumberField.SIZE, "size");
    if (size.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Entry(
            name,
            type,
            mode(),
            new Owner(
                number(TarHeader.NumberField.UID, "uid").orElse(0),
                text("uname", header.userName(), TarHeader.OWNER_LENGTH)),
            new Owner(
                number(TarHeader.NumberField.GID, "gid").orElse(0),
                text("gname", header.groupName(), TarHeader.OWNER_LENGTH)),
            modified(),
            contentSize(type, size.getAsLong()),
            linkName,
            device(type),
            attributes.all(),
            others,
            dialect(),
            extensions.start(offset),
            offset));
  }

  private TarDialect dialect() {
    if (extensions.hasRecords()) {
      return TarDialect.PAX;
    }
    return extensions.hasLongName() ? TarDialect.GNU : header.dialect();
  }

  // --- records

  /** Finds the record that counts: the entry's own, or a global one. */
  private Optional<Octets> record(String key) {
    if (global.isEmpty() && extensions.records().isEmpty()) {
      return Optional.empty();
    }
    Octets own = extensions.records().get(key);
    return Optional.ofNullable(own == null ? global.get(key) : own);
  }

  private boolean isOwnRecord(String key) {
    return extensions.records().containsKey(key);
  }

  private void sortRecords() {
    if (extensions.records().isEmpty()) {
      return;
    }
    others = new LinkedHashMap<>();
    extensions
        .records()
        .forEach(
            (key, value) -> {
              if (ExtendedAttributes.has(key)) {
                attributes.add(key, value);
              } else if (key.startsWith(PaxRecords.SPARSE)) {
                sparse = true;
              } else if (key.equals(PaxRecords.CHARSET)) {
                checkCharset(value);
              } else if (!PaxRecords.isKnown(key)) {
                others.put(key, value);
              }
            });
  }

  private void checkCharset(Octets value) {
    String charset = value.text();
    if (!charset.equals("BINARY") && !charset.equals("ISO-IR 10646 2000 UTF-8")) {
      faults.report(
          Kind.MALFORMED_EXTENSION,
          "the pax record \"hdrcharset\" names %s, which is neither UTF-8 nor BINARY"
              .formatted(value));
    }
  }

  // --- names

  private Octets name() {
    Octets sparseName = extensions.records().get("GNU.sparse.name");
    if (sparseName != null && !sparseName.isEmpty()) {
      return sparseName;
    }
    extensions.longName().ifPresent(longName -> compare("path", longName));
    Octets written = extensions.longName().orElseGet(header::prefixedName);
    return text("path", written, TarHeader.NAME_LENGTH);
  }

  private Octets linkName() {
    extensions.longLink().ifPresent(longLink -> compare("linkpath", longLink));
    Octets written = extensions.longLink().orElseGet(header::linkName);
    return text("linkpath", written, TarHeader.NAME_LENGTH);
  }

  private void compare(String key, Octets longName) {
    if (record(key).filter(record -> !record.equals(longName)).isPresent()) {
      faults.report(
          Kind.AMBIGUOUS_HEADER,
          "the pax record \"%s\" and the GNU long name %s differ".formatted(key, longName));
    }
  }

  /** The text of a record, or else what is written in the header, which has so much room for it. */
  private Octets text(String key, Octets written, int room) {
    Optional<Octets> record = record(key);
    if (record.isEmpty()) {
      return written;
    }
    Octets text = record.get();
    if (text.isEmpty() && (key.equals("path") || key.equals("linkpath"))) {
      faults.report(Kind.MALFORMED_EXTENSION, "the pax record \"%s\" is empty".formatted(key));
      return written;
    }
    boolean fits = text.length() < room && text.isAscii();
    if (fits && isOwnRecord(key) && !text.equals(written) && !text.isEmpty()) {
      faults.report(
          Kind.DISAGREEMENT,
          "the pax record \"%s\" says %s, but the header %s".formatted(key, text, written));
    }
    return text;
  }

  private boolean isTooLong(Octets name, String what) {
    if (name.length() <= limits.nameBytes()) {
      return false;
    }
    faults.report(
        Kind.NAME_TOO_LONG,
        "the %s is %d bytes long; at most %d are read"
            .formatted(what, name.length(), limits.nameBytes()));
    return true;
  }

  // --- type

  private EntryType type(Octets name) {
    boolean slash = !name.isEmpty() && name.byteAt(name.length() - 1) == '/';
    EntryType type =
        switch (header.type()) {
          case 0 -> slash ? EntryType.DIRECTORY : EntryType.FILE;
          case '0', '7' -> EntryType.FILE;
          case '1' -> EntryType.HARD_LINK;
          case '2' -> EntryType.SYMBOLIC_LINK;
          case '3' -> EntryType.CHARACTER_DEVICE;
          case '4' -> EntryType.BLOCK_DEVICE;
          case '5' -> EntryType.DIRECTORY;
          case '6' -> EntryType.FIFO;
          case 'S' -> EntryType.SPARSE_FILE;
          default -> EntryType.OTHER;
        };
    if (type == EntryType.OTHER) {
      faults.report(
          Kind.UNKNOWN_TYPE,
          "the type %s of this entry is not one that POSIX defines"
              .formatted(Octets.of(String.valueOf(header.type()))));
    }
    if (type == EntryType.FILE && slash) {
      faults.report(
          Kind.AMBIGUOUS_HEADER,
          "the name of a file ends with a slash, so that some readers take it for a directory");
    }
    if (type == EntryType.SPARSE_FILE || sparse) {
      faults.report(
          Kind.SPARSE, "a sparse file: store it with its zeros, its content is not looked at");
      return type == EntryType.FILE ? EntryType.SPARSE_FILE : type;
    }
    return type;
  }

  private long contentSize(EntryType type, long size) {
    return switch (type) {
      case FILE, SPARSE_FILE, OTHER -> size;
      case HARD_LINK, SYMBOLIC_LINK, CHARACTER_DEVICE, BLOCK_DEVICE, DIRECTORY, FIFO -> {
        if (size > 0) {
          faults.report(
              Kind.CONTENT_OF_NON_FILE,
              "it declares %d bytes of content, but only files have any; some readers skip them"
                  .formatted(size));
        }
        yield 0;
      }
    };
  }

  // --- numbers

  /** A number that is not negative; empty if it is unusable, which was told. */
  private OptionalLong number(TarHeader.NumberField field, String key) {
    OptionalLong written = header.number(field);
    Optional<Octets> record = record(key);
    if (record.isPresent()) {
      OptionalLong number = Decimals.number(record.get());
      if (number.isPresent()) {
        long value = number.getAsLong();
        boolean agrees = written.isPresent() && written.getAsLong() == value;
        if (!agrees && isOwnRecord(key) && value <= field.mostOctal()) {
          faults.report(
              Kind.DISAGREEMENT,
              "the pax record \"%s\" says %d, but the header %s"
                  .formatted(
                      key,
                      value,
                      written.isPresent() ? Long.toString(written.getAsLong()) : "no number"));
        }
        return number;
      }
      faults.report(
          Kind.NUMBER,
          "the pax record \"%s\" is %s, which is no number between 0 and 2^63"
              .formatted(key, record.get()));
      return number;
    }
    return plausible(field, written);
  }

  private OptionalLong plausible(TarHeader.NumberField field, OptionalLong written) {
    if (written.isPresent() && written.getAsLong() >= 0) {
      return written;
    }
    faults.report(
        Kind.NUMBER,
        "the %s in the header is %s"
            .formatted(
                field.words(),
                written.isPresent()
                    ? "negative: " + written.getAsLong()
                    : "no octal number and none in base 256 that fits 63 bits"));
    return OptionalLong.empty();
  }

  private int mode() {
    long mode =
        plausible(TarHeader.NumberField.MODE, header.number(TarHeader.NumberField.MODE)).orElse(0);
    if (mode > MOST_MODE) {
      faults.report(Kind.NUMBER, "the mode in the header is %o, with unknown bits".formatted(mode));
    }
    return (int) (mode & MOST_MODE);
  }

  private Instant modified() {
    OptionalLong written = header.number(TarHeader.NumberField.MTIME);
    Optional<Octets> record = record("mtime");
    if (record.isPresent()) {
      Optional<Instant> time = Decimals.time(record.get());
      if (time.isPresent()) {
        compareTime(time.get().getEpochSecond(), written);
        return time.get();
      }
      faults.report(
          Kind.NUMBER, "the pax record \"mtime\" is %s, which is no time".formatted(record.get()));
    }
    Optional<Instant> time =
        written.isPresent() ? Decimals.instant(written.getAsLong(), 0) : Optional.empty();
    if (time.isEmpty()) {
      faults.report(Kind.NUMBER, "the modification time in the header is no time");
    }
    return time.orElse(Instant.EPOCH);
  }

  private void compareTime(long seconds, OptionalLong written) {
    boolean fits = seconds >= 0 && seconds < TarHeader.NumberField.MTIME.mostOctal();
    // Some writers round, some cut off.
    boolean agrees =
        written.isPresent()
            && written.getAsLong() >= seconds - 1
            && written.getAsLong() <= seconds + 1;
    if (fits && !agrees && isOwnRecord("mtime")) {
      faults.report(
          Kind.DISAGREEMENT, "the pax record \"mtime\" and the header tell different times");
    }
  }

  private Device device(EntryType type) {
    boolean device = type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE;
    if (!device || header.dialect() == TarDialect.V7) {
      return Device.NONE;
    }
    return new Device(
        number(TarHeader.NumberField.MAJOR, "SCHILY.devmajor").orElse(0),
        number(TarHeader.NumberField.MINOR, "SCHILY.devminor").orElse(0));
  }
}
