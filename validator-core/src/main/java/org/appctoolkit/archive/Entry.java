package org.appctoolkit.archive;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of an archive, as its headers tell; names are as written, not normalised.
 *
 * <p>An entry of a layout is as the file system tells; its names are relative to the layout, its
 * form is that which can hold everything, and its offsets are 0.
 *
 * @param name the name
 * @param type what it is
 * @param mode the mode as written; {@link #permissions()} are a part of it
 * @param user the user it belongs to
 * @param group the group it belongs to
 * @param modified when it was last modified, to the nanosecond if written so
 * @param size length of the content in the archive in bytes, as declared; 0 for whatever has none
 * @param linkName what it links to; empty if it is no link
 * @param device its numbers; {@link Device#NONE} if it is no device
 * @param attributes extended attributes, in the order of the archive, no name twice
 * @param records all other pax records of this entry, in the order of the archive
 * @param dialect the form it is written in
 * @param start offset in the tar of the first header that belongs to it, which may be that of its
 *     pax records or long name
 * @param headerOffset offset in the tar of the header with its type
 */
public record Entry(
    Octets name,
    EntryType type,
    int mode,
    Owner user,
    Owner group,
    Instant modified,
    long size,
    Octets linkName,
    Device device,
    List<ExtendedAttribute> attributes,
    Map<String, Octets> records,
    TarDialect dialect,
    long start,
    long headerOffset) {
  private static final Owner ROOT = new Owner(0, Octets.EMPTY);

  /** Copies the collections. */
  public Entry {
    attributes = List.copyOf(attributes);
    records =
        records.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(records));
  }

  /** The same, belonging to user 0 and group 0, which are not named. */
  public Entry ownedByRoot() {
    return with(ROOT, ROOT, modified, size);
  }

  /** The same, last modified at that time if it was later. */
  public Entry modifiedNoLaterThan(Instant latest) {
    return modified.isAfter(latest) ? with(user, group, latest, size) : this;
  }

  /** The same, last modified at that time. */
  public Entry modifiedAt(Instant time) {
    return with(user, group, time, size);
  }

  /**
   * The same with the permissions that do not depend on who made it: everybody may read it, its
   * owner may write it, and everybody may execute it, or enter it, if its owner may.
   */
  public Entry withUsualPermissions() {
    boolean executable = type == EntryType.DIRECTORY || (mode & 0100) != 0;
    return new Entry(
        name,
        type,
        (mode & ~07777) | (executable ? 0755 : 0644),
        user,
        group,
        modified,
        size,
        linkName,
        device,
        attributes,
        records,
        dialect,
        start,
        headerOffset);
  }

  /** The same with other content, which is so many bytes long. */
  public Entry withSize(long otherSize) {
    return with(user, group, modified, otherSize);
  }

  /** The same under another name. */
  public Entry named(Octets otherName) {
    return new Entry(
        otherName,
        type,
        mode,
        user,
        group,
        modified,
        size,
        linkName,
        device,
        attributes,
        records,
        dialect,
        start,
        headerOffset);
  }

  /** A hard link of this name to a file that is written before. */
  public Entry linkTo(Octets target) {
    return new Entry(
        name,
        EntryType.HARD_LINK,
        mode,
        user,
        group,
        modified,
        0,
        target,
        device,
        List.of(),
        Map.of(),
        dialect,
        start,
        headerOffset);
  }

  private Entry with(Owner otherUser, Owner otherGroup, Instant otherTime, long otherSize) {
    return new Entry(
        name,
        type,
        mode,
        otherUser,
        otherGroup,
        otherTime,
        otherSize,
        linkName,
        device,
        attributes,
        records,
        dialect,
        start,
        headerOffset);
  }

  /** The lowest twelve bits of the mode: set-user-ID and the like, and who may do what. */
  public int permissions() {
    return mode & 07777;
  }
}
