package org.appctoolkit.fuzz;

import static org.appctoolkit.fuzz.Contract.holds;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveFault.Kind;
import org.appctoolkit.archive.Compression;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * Any bytes, read as an archive that is compressed: with gzip, bzip2 or xz. What begins like none
 * of these is compressed, and must then be read like the bytes themselves.
 */
public final class GzipFuzz {
  private static final int XZ_STREAM_HEADER = 12;

  private GzipFuzz() {}

  /** Asserts the contract for these bytes. */
  public static void fuzzerTestOneInput(byte[] data) {
    Pass pass = Pass.ofAnyBytes(data);
    Compression compression = pass.summary().compression();
    if (compression == Compression.NONE) {
      checkCompressed(pass, data);
      return;
    }
    checkAgainstOthers(pass, data);
    if (compression == Compression.XZ) {
      byte[] mended = mended(data);
      if (!Arrays.equals(mended, data)) {
        checkAgainstOthers(Pass.ofAnyBytes(mended), mended);
      }
    }
  }

  /** Asserts that another decompressor, if it reads these bytes too, reads the same. */
  private static void checkAgainstOthers(Pass pass, byte[] data) {
    boolean damaged = kinds(pass).contains(Kind.DAMAGED_COMPRESSION);
    if (!damaged && !pass.summary().imageIds().isEmpty()) {
      uncompressed(pass.summary().compression(), data).ifPresent(pass::hasIdsOf);
    }
  }

  private static void checkCompressed(Pass plain, byte[] data) {
    // The others take far longer to set up.
    Compression compression =
        switch (Arrays.hashCode(data) & 15) {
          case 0 -> Compression.BZIP2;
          case 1 -> Compression.XZ;
          default -> Compression.GZIP;
        };
    Pass pass = Pass.ofAnyBytes(compressed(compression, data));
    holds(pass.summary().compression() == compression, "not compressed: %s", pass);
    holds(pass.summary().format() == plain.summary().format(), "%s, plain %s", pass, plain);
    holds(pass.summary().imageIds().equals(plain.summary().imageIds()), "%s, %s", pass, plain);
    holds(pass.summary().complete() == plain.summary().complete(), "%s, plain %s", pass, plain);
    holds(pass.entries().equals(plain.entries()), "%s, plain %s", pass, plain);
    holds(kinds(pass).equals(kinds(plain)), "%s, plain %s", pass, plain);
  }

  private static List<Kind> kinds(Pass pass) {
    return pass.faults().stream().map(ArchiveFault::kind).toList();
  }

  private static byte[] compressed(Compression compression, byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream stream = compressor(compression, compressed)) {
      stream.write(bytes);
    } catch (IOException e) {
      throw new AssertionError("memory takes everything", e);
    }
    return compressed.toByteArray();
  }

  private static OutputStream compressor(Compression compression, OutputStream stream)
      throws IOException {
    return switch (compression) {
      case NONE -> stream;
      case GZIP -> new GZIPOutputStream(stream);
      case BZIP2 -> new BZip2CompressorOutputStream(stream, 1);
      case XZ -> new XZOutputStream(stream, new LZMA2Options(0));
    };
  }

  /** What other readers make of these bytes; empty if they refuse them. */
  private static Optional<byte[]> uncompressed(Compression compression, byte[] bytes) {
    try (InputStream stream = decompressor(compression, new ByteArrayInputStream(bytes))) {
      return Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static InputStream decompressor(Compression compression, InputStream stream)
      throws IOException {
    return switch (compression) {
      case NONE -> stream;
      case GZIP -> new GZIPInputStream(stream);
      case BZIP2 -> new BZip2CompressorInputStream(stream, true);
      case XZ -> new XZInputStream(stream);
    };
  }

  /**
   * The bytes with right checksums in the header of their xz stream and in that of its first block,
   * for which there need to be so many.
   */
  private static byte[] mended(byte[] xz) {
    byte[] mended = xz.clone();
    if (mended.length <= XZ_STREAM_HEADER) {
      return mended;
    }
    mend(mended, 6, 8);
    int block = XZ_STREAM_HEADER + 4 * (mended[XZ_STREAM_HEADER] & 0xFF);
    if (block + 4 <= mended.length) {
      mend(mended, XZ_STREAM_HEADER, block);
    }
    return mended;
  }

  /** Writes the checksum of a stretch behind it. */
  private static void mend(byte[] bytes, int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, to - from);
    for (int i = 0; i < 4; i++) {
      bytes[to + i] = (byte) (crc.getValue() >> (8 * i));
    }
  }
}
