package org.appctoolkit.archive;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands before the header of an entry: pax records and GNU long names. */
final class Extensions {
  private long start = -1;
  private long bytes;
  private Map<String, Octets> records = Map.of();
  private boolean hasRecords;
  private @Nullable Octets longName;
  private @Nullable Octets longLink;

  /** Where the first of these headers begins; where the header itself begins if there are none. */
  long start(long headerOffset) {
    return start < 0 ? headerOffset : start;
  }

  /** Tells that a header of this entry begins there. */
  void beginsAt(long offset) {
    if (start < 0) {
      start = offset;
    }
  }

  /** Counts a header with so many bytes behind it; whether all of them are within the limit. */
  boolean count(long size, ArchiveLimits limits) {
    if (size > limits.headerBytes() - bytes - TarHeader.BLOCK) {
      return false;
    }
    bytes += size + TarHeader.BLOCK;
    return true;
  }

  boolean isEmpty() {
    return !hasRecords && !hasLongName();
  }

  boolean hasRecords() {
    return hasRecords;
  }

  boolean hasLongName() {
    return longName != null || longLink != null;
  }

  Map<String, Octets> records() {
    return records;
  }

  /** Takes records; those of a second header count more. */
  void addRecords(Map<String, Octets> added) {
    hasRecords = true;
    if (records.isEmpty()) {
      records = added;
    } else {
      records.putAll(added);
    }
  }

  Optional<Octets> longName() {
    return Optional.ofNullable(longName);
  }

  void setLongName(Octets name) {
    longName = name;
  }

  Optional<Octets> longLink() {
    return Optional.ofNullable(longLink);
  }

  void setLongLink(Octets name) {
    longLink = name;
  }
}
