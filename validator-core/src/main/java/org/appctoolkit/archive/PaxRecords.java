package org.appctoolkit.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.appctoolkit.archive.ArchiveFault.Kind;

/**
 * The records of a pax extended header, read one by one.
 *
 * <p>A record is {@code length key=value}, a line feed behind it; the length counts all of that in
 * bytes, itself included.
 */
final class PaxRecords {
  /** How reading them has ended. */
  enum Outcome {
    /** At their end. */
    READ,
    /** At something malformed, which was told. */
    MALFORMED,
    /** At the end of the tar, of which nothing was told. */
    CUT,
    /** At a limit, which was told. */
    LIMIT
  }

  /** More keys than any writer has use for. */
  static final int MOST = 1024;

  /** What the keys of sparse files begin with. */
  static final String SPARSE = "GNU.sparse.";

  /** The key of the record that tells how the others are encoded. */
  static final String CHARSET = "hdrcharset";

  private static final int LONGEST_KEY = 512;
  private static final int MOST_DIGITS = 10;

  private final TarBytes tar;
  private final FaultLog faults;
  private final ArchiveLimits limits;
  private final Map<String, Octets> records = new LinkedHashMap<>();
  private long left;

  PaxRecords(TarBytes tar, FaultLog faults, ArchiveLimits limits) {
    this.tar = tar;
    this.faults = faults;
    this.limits = limits;
  }

  /** What was read, in order; the later of two with the same key. */
  Map<String, Octets> records() {
    return records;
  }

  /** Reads so many bytes of records. */
  Outcome read(long size) throws IOException {
    left = size;
    Outcome outcome = Outcome.READ;
    while (left > 0 && outcome == Outcome.READ) {
      outcome = record();
    }
    return outcome;
  }

  private Outcome record() throws IOException {
    long all = left;
    long length = 0;
    int digits = 0;
    int next = next();
    while (next >= '0' && next <= '9' && digits < MOST_DIGITS) {
      length = 10 * length + next - '0';
      digits++;
      next = next();
    }
    if (next != ' ' || digits == 0) {
      return stopped(next, "a pax record does not begin with its length and a space");
    }
    if (length > all) {
      return malformed("a pax record claims to be longer than all of its header");
    }
    // What is left of the record: a key, =, a value and a line feed.
    long rest = length - (all - left);
    if (rest < 3) {
      return malformed("a pax record claims to be too short for a key and a value");
    }
    return keyAndValue(rest);
  }

  private Outcome keyAndValue(long length) throws IOException {
    ByteArrayOutputStream collected = new ByteArrayOutputStream();
    int next = next();
    while (next >= 0 && next != '=') {
      collected.write(next);
      if (collected.size() > length - 2) {
        return malformed("a pax record has no = within its length");
      }
      if (collected.size() > LONGEST_KEY) {
        return limit("the key of a pax record is longer than %d bytes".formatted(LONGEST_KEY));
      }
      next = next();
    }
    if (next < 0) {
      return stopped(next, "a pax record has no = within its length");
    }
    Octets key = Octets.wrap(collected.toByteArray());
    if (key.isEmpty()) {
      return malformed("a pax record has no key");
    }
    int valueLength = (int) (length - key.length() - 2);
    if (isName(key.text()) && valueLength > limits.nameBytes()) {
      faults.report(
          Kind.NAME_TOO_LONG,
          "the pax record %s is %d bytes long; at most %d are read"
              .formatted(key, valueLength, limits.nameBytes()));
      return Outcome.LIMIT;
    }
    byte[] value = tar.take(valueLength);
    left -= value.length;
    if (value.length < valueLength) {
      return Outcome.CUT;
    }
    next = next();
    if (next != '\n') {
      return stopped(next, "the pax record " + key + " does not end with a line feed");
    }
    return keep(key, Octets.wrap(value));
  }

  private Outcome keep(Octets key, Octets value) {
    String text = key.text();
    if (!key.isUtf8()) {
      faults.report(Kind.MALFORMED_EXTENSION, "the pax key " + key + " is not UTF-8");
    }
    boolean repeated = records.put(text, value) != null;
    // The first sparse form writes a pair of records for every piece of data.
    if (repeated && !text.startsWith(SPARSE)) {
      faults.report(
          Kind.AMBIGUOUS_HEADER, "the pax record %s occurs twice in one header".formatted(key));
    }
    if (isName(text) && value.contains(0)) {
      faults.report(
          Kind.AMBIGUOUS_HEADER,
          "the pax record %s has a NUL in it, where some readers end it".formatted(key));
    }
    if (records.size() > MOST) {
      return limit("there are more than %d pax records in one header".formatted(MOST));
    }
    return Outcome.READ;
  }

  /** Whether the value of this key is a name. */
  static boolean isName(String key) {
    return switch (key) {
      case "path", "linkpath", "GNU.sparse.name", "uname", "gname" -> true;
      default -> false;
    };
  }

  /** Whether an entry is read differently because of a record with this key. */
  static boolean isKnown(String key) {
    return switch (key) {
      case "path",
          "linkpath",
          "size",
          "uid",
          "gid",
          "uname",
          "gname",
          "mtime",
          "SCHILY.devmajor",
          "SCHILY.devminor" ->
          true;
      default -> false;
    };
  }

  /**
   * Whether a record with this key makes no sense for all entries together. Attributes and maps of
   * sparse files are not even read in such a place.
   */
  static boolean isHazardForAll(String key) {
    return key.startsWith(SPARSE)
        || ExtendedAttributes.has(key)
        || switch (key) {
          case CHARSET,
              "path",
              "linkpath",
              "size",
              "uid",
              "gid",
              "mtime",
              "SCHILY.devmajor",
              "SCHILY.devminor" ->
              true;
          default -> false;
        };
  }

  /** The next byte of the records; -1 at the end of the tar, -2 at the end of the records. */
  private int next() throws IOException {
    if (left == 0) {
      return -2;
    }
    left--;
    return tar.read();
  }

  /** Where something else than expected was found: the end of the tar is no fault of a record. */
  private Outcome stopped(int found, String message) {
    return found == -1 ? Outcome.CUT : malformed(message);
  }

  private Outcome malformed(String message) {
    faults.report(Kind.MALFORMED_EXTENSION, message);
    return Outcome.MALFORMED;
  }

  private Outcome limit(String message) {
    faults.report(Kind.HEADER_TOO_LONG, message);
    return Outcome.LIMIT;
  }
}
