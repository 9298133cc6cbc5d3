package org.appctoolkit.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.archive.Device;
import org.appctoolkit.archive.EntryType;

/**
 * What the file system tells of a file itself, not of what it links to.
 *
 * @param key equal if and only if it is the same file
 * @param type what it is; {@link EntryType#OTHER} if it is a socket
 * @param permissions the lowest twelve bits of its mode
 * @param links how many names it has
 * @param device its numbers; {@link Device#NONE} if it is no device
 */
record FileStatus(
    Object key,
    EntryType type,
    int permissions,
    long uid,
    long gid,
    long links,
    long size,
    Instant modified,
    Device device,
    long fileSystem) {
  private static final int TYPE_MASK = 0170000;

  static FileStatus of(Path path) throws IOException {
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException e) {
      throw new IOException("layouts are not supported on this operating system", e);
    }
    EntryType type = type((int) number(attributes, "mode") & TYPE_MASK);
    boolean device = type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE;
    return new FileStatus(
        Optional.ofNullable(attributes.get("fileKey")).orElseThrow(),
        type,
        (int) number(attributes, "mode") & 07777,
        Integer.toUnsignedLong((int) number(attributes, "uid")),
        Integer.toUnsignedLong((int) number(attributes, "gid")),
        number(attributes, "nlink"),
        number(attributes, "size"),
        attributes.get("lastModifiedTime") instanceof FileTime time
            ? time.toInstant()
            : Instant.EPOCH,
        device ? device(number(attributes, "rdev")) : Device.NONE,
        number(attributes, "dev"));
  }

  private static long number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private static EntryType type(int bits) {
    return switch (bits) {
      case 0010000 -> EntryType.FIFO;
      case 0020000 -> EntryType.CHARACTER_DEVICE;
      case 0040000 -> EntryType.DIRECTORY;
      case 0060000 -> EntryType.BLOCK_DEVICE;
      case 0100000 -> EntryType.FILE;
      case 0120000 -> EntryType.SYMBOLIC_LINK;
      default -> EntryType.OTHER;
    };
  }

  /** Linux puts the numbers of a device together from four pieces. */
  private static Device device(long number) {
    long major = ((number >>> 8) & 0xFFF) | ((number >>> 32) & 0xFFFFF000L);
    long minor = (number & 0xFF) | ((number >>> 12) & 0xFFFFFF00L);
    return new Device(major, minor);
  }

  /** Whether nothing was written to it in between, as far as can be told. */
  boolean isSameAs(FileStatus other) {
    return key.equals(other.key)
        && type == other.type
        && size == other.size
        && modified.equals(other.modified);
  }
}
