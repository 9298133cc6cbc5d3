package org.appctoolkit.archive;

/**
 * What a reader of archives accepts at the most, so that no input can exhaust it.
 *
 * <p>Memory is needed in proportion to {@code nameBytes}, {@code headerBytes} and {@code xzBytes},
 * and only as far as the input really fills them; everything else costs time only.
 *
 * @param uncompressedBytes length of the uncompressed tar, to the end of the stream
 * @param entries entries of the tar
 * @param ratio how many times longer than the compressed bytes read so far the uncompressed ones
 *     may be; not looked at in the first 64 MiB
 * @param nameBytes length of the name of an entry, and of the name it links to
 * @param headerBytes length of everything that stands before the header of one entry: pax records,
 *     GNU long names and maps of sparse files, with the headers of these
 * @param treeBytes memory for the names of all entries; for callers, as nothing here keeps them;
 *     never more than five eighths of what the virtual machine may use at the most
 * @param xzBytes memory for decoding xz, which is mostly its dictionary; never more than half of
 *     what the virtual machine may use at the most
 */
public record ArchiveLimits(
    long uncompressedBytes,
    long entries,
    int ratio,
    int nameBytes,
    int headerBytes,
    int treeBytes,
    int xzBytes) {
  /**
   * 16 GiB, 1,048,576 entries, 250 times the compressed length, names of 4096 bytes (what Linux
   * takes for a path), 256 KiB of headers an entry, 96 MiB for names, 72 MiB for xz (its strongest
   * preset needs 65).
   */
  public static final ArchiveLimits DEFAULT =
      new ArchiveLimits(16L << 30, 1 << 20, 250, 4096, 256 << 10, 96 << 20, 72 << 20);

  /** Refuses limits under which nothing could be read. */
  public ArchiveLimits {
    if (uncompressedBytes < 1
        || entries < 1
        || ratio < 1
        || nameBytes < 1
        || headerBytes < 1
        || treeBytes < 1 << 16
        || xzBytes < 1) {
      throw new IllegalArgumentException("a limit is at least 1, that of names 65536");
    }
  }

  /** {@link #treeBytes()}, or what the virtual machine can afford if that is less. */
  public long affordableTreeBytes() {
    return Math.min(treeBytes, Runtime.getRuntime().maxMemory() / 8 * 5);
  }

  /** These limits with another length of the uncompressed tar. */
  public ArchiveLimits withUncompressedBytes(long most) {
    return new ArchiveLimits(most, entries, ratio, nameBytes, headerBytes, treeBytes, xzBytes);
  }

  /** These limits with another number of entries. */
  public ArchiveLimits withEntries(long most) {
    return new ArchiveLimits(
        uncompressedBytes, most, ratio, nameBytes, headerBytes, treeBytes, xzBytes);
  }

  /** These limits with another ratio. */
  public ArchiveLimits withRatio(int most) {
    return new ArchiveLimits(
        uncompressedBytes, entries, most, nameBytes, headerBytes, treeBytes, xzBytes);
  }

  /** These limits with another length of names. */
  public ArchiveLimits withNameBytes(int most) {
    return new ArchiveLimits(
        uncompressedBytes, entries, ratio, most, headerBytes, treeBytes, xzBytes);
  }

  /** These limits with another length of what stands before a header. */
  public ArchiveLimits withHeaderBytes(int most) {
    return new ArchiveLimits(
        uncompressedBytes, entries, ratio, nameBytes, most, treeBytes, xzBytes);
  }

  /** These limits with another amount of memory for xz. */
  public ArchiveLimits withXzBytes(int most) {
    return new ArchiveLimits(
        uncompressedBytes, entries, ratio, nameBytes, headerBytes, treeBytes, most);
  }

  /** These limits with another amount of memory for names. */
  public ArchiveLimits withTreeBytes(int most) {
    return new ArchiveLimits(
        uncompressedBytes, entries, ratio, nameBytes, headerBytes, most, xzBytes);
  }
}
