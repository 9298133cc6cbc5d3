package org.appctoolkit.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.document.Limits;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for the limits of those commands that read images. */
final class ArchiveLimitOptions {
  private static final Pattern NUMBER =
      Pattern.compile("([0-9]{1,18})((?:[KMGT](?:iB)?)?)", Pattern.CASE_INSENSITIVE);

  @Option(
      names = "--max-uncompressed-bytes",
      paramLabel = "N",
      converter = LongSize.class,
      description =
          "Longest uncompressed tar that is read (default: 16G); K, M, G and T or KiB, MiB, GiB"
              + " and TiB count in powers of 1024.")
  private long uncompressedBytes = ArchiveLimits.DEFAULT.uncompressedBytes();

  @Option(
      names = "--max-entries",
      paramLabel = "N",
      converter = LongSize.class,
      description = "Most entries that are read (default: 1M).")
  private long entries = ArchiveLimits.DEFAULT.entries();

  @Option(
      names = "--max-ratio",
      paramLabel = "N",
      converter = Ratio.class,
      description =
          "How many times longer than what is compressed the tar may be (default:"
              + " ${DEFAULT-VALUE}).")
  private int ratio = ArchiveLimits.DEFAULT.ratio();

  @Option(
      names = "--max-name-bytes",
      paramLabel = "N",
      converter = Size.class,
      description = "Longest name of an entry that is read (default: 4K).")
  private int nameBytes = ArchiveLimits.DEFAULT.nameBytes();

  @Option(
      names = "--max-header-bytes",
      paramLabel = "N",
      converter = Size.class,
      description = "Longest headers of an entry that are read (default: 256K).")
  private int headerBytes = ArchiveLimits.DEFAULT.headerBytes();

  @Option(
      names = "--max-tree-bytes",
      paramLabel = "N",
      converter = TreeSize.class,
      description =
          "Most memory for the names of all entries (default: 96M, or 5/8 of what Java may use).")
  private int treeBytes = ArchiveLimits.DEFAULT.treeBytes();

  @Option(
      names = "--max-xz-bytes",
      paramLabel = "N",
      converter = Size.class,
      description = "Most memory for decoding xz (default: 72M).")
  private int xzBytes = ArchiveLimits.DEFAULT.xzBytes();

  @Option(
      names = "--max-document-bytes",
      paramLabel = "N",
      converter = Bound.DocumentBytes.class,
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

  private static long number(String text, long most) {
    Matcher matcher = NUMBER.matcher(text);
    if (matcher.matches()) {
      String unit = matcher.group(2).toUpperCase(Locale.ROOT);
      int shift = unit.isEmpty() ? 0 : 10 * ("KMGT".indexOf(unit.charAt(0)) + 1);
      long number = Long.parseLong(matcher.group(1));
      if (number >= 1 && number <= most >> shift) {
        return number << shift;
      }
    }
    throw new TypeConversionException(
        text + " is not a whole number from 1 to " + most + ", with K, M, G or T behind it or not");
  }

  /** Reads any size. */
  static final class LongSize implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return number(text, Long.MAX_VALUE >> 1);
    }
  }

  private static final class Size implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) number(text, 1 << 30);
    }
  }

  private static final class TreeSize implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      int size = (int) number(text, 1 << 30);
      if (size < 1 << 16) {
        throw new TypeConversionException(text + " is less than 64K");
      }
      return size;
    }
  }

  private static final class Ratio implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) number(text, 1_000_000);
    }
  }
}
