package org.appctoolkit.cli;

import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.document.Limits;
import picocli.CommandLine.Option;

/** The options for the limits of those commands that read images. */
final class ArchiveLimitOptions {
  @Option(
      names = "--max-uncompressed-bytes",
      paramLabel = "N",
      converter = LimitConverter.UncompressedBytes.class,
      description =
          "Longest uncompressed tar that is read (default: 16G); K, M, G and T or KiB, MiB, GiB"
              + " and TiB count in powers of 1024.")
  private long uncompressedBytes = ArchiveLimits.DEFAULT.uncompressedBytes();

  @Option(
      names = "--max-entries",
      paramLabel = "N",
      converter = LimitConverter.Entries.class,
      description = "Most entries that are read (default: 1M).")
  private long entries = ArchiveLimits.DEFAULT.entries();

  @Option(
      names = "--max-ratio",
      paramLabel = "N",
      converter = LimitConverter.Ratio.class,
      description =
          "How many times longer than what is compressed the tar may be (default:"
              + " ${DEFAULT-VALUE}).")
  private int ratio = ArchiveLimits.DEFAULT.ratio();

  @Option(
      names = "--max-name-bytes",
      paramLabel = "N",
      converter = LimitConverter.NameBytes.class,
      description = "Longest name of an entry that is read (default: 4K).")
  private int nameBytes = ArchiveLimits.DEFAULT.nameBytes();

  @Option(
      names = "--max-header-bytes",
      paramLabel = "N",
      converter = LimitConverter.HeaderBytes.class,
      description = "Longest headers of an entry that are read (default: 256K).")
  private int headerBytes = ArchiveLimits.DEFAULT.headerBytes();

  @Option(
      names = "--max-tree-bytes",
      paramLabel = "N",
      converter = LimitConverter.TreeBytes.class,
      description =
          "Most memory for the names of all entries (default: 96M, or 5/8 of what Java may use).")
  private int treeBytes = ArchiveLimits.DEFAULT.treeBytes();

  @Option(
      names = "--max-xz-bytes",
      paramLabel = "N",
      converter = LimitConverter.XzBytes.class,
      description = "Most memory for decoding xz (default: 72M).")
  private int xzBytes = ArchiveLimits.DEFAULT.xzBytes();

  @Option(
      names = "--max-document-bytes",
      paramLabel = "N",
      converter = LimitConverter.DocumentBytes.class,
      description = "Longest manifest that is read (default: ${DEFAULT-VALUE}).")
  private int documentBytes = Limits.DEFAULT.documentBytes();

  /** The longest manifest. */
  int documentBytes() {
    return documentBytes;
  }

  /** What was asked for. */
  ArchiveLimits limits() {
    return new ArchiveLimits(
        uncompressedBytes, entries, ratio, nameBytes, headerBytes, treeBytes, xzBytes);
  }
}
