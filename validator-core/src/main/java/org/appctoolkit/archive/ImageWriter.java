package org.appctoolkit.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/**
 * Writes an image archive, entry by entry, in the order in which they are given.
 *
 * <p>The tar, and so the image ID, depends on the entries and their content only: it is a ustar
 * with pax records where that has no room, ended by two blocks of zeros. Of an entry its form and
 * its offsets do not count. The compressed bytes depend, beside that, on the version of the library
 * that compresses; they hold no name and no time, and levels are fixed. What gzip compresses is up
 * to the zlib that the Java platform uses.
 *
 * <p>Nothing is closed, and the file is not complete before {@link #finish}.
 */
public final class ImageWriter {
  /** Always handed on in pieces of this length, as a compression may depend on them. */
  private static final int PIECE = 1 << 16;

  /** What gzip itself does; the highest level takes several times as long to save one percent. */
  private static final int GZIP_LEVEL = 6;

  private static final int BZIP2_BLOCK_SIZE = 9;

  private final OutputStream out;
  private final MessageDigest digest = ImageId.Algorithm.SHA512.digest();
  private final byte[] piece = new byte[PIECE];
  private int filled;

  /**
   * Begins an archive.
   *
   * @param out where it goes
   * @throws IOException what writing there has thrown
   */
  public ImageWriter(OutputStream out, Compression compression) throws IOException {
    this.out = compressed(new Unclosed(out), compression);
  }

  private static OutputStream compressed(OutputStream out, Compression compression)
      throws IOException {
    return switch (compression) {
      case NONE -> out;
      case GZIP -> {
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(GZIP_LEVEL);
        parameters.setModificationTime(0);
        parameters.setOS(GzipParameters.OS.UNKNOWN);
        yield new GzipCompressorOutputStream(out, parameters);
      }
      case BZIP2 -> new BZip2CompressorOutputStream(out, BZIP2_BLOCK_SIZE);
      case XZ ->
          new XZOutputStream(out, new LZMA2Options(LZMA2Options.PRESET_DEFAULT), XZ.CHECK_CRC64);
    };
  }

  /**
   * Why an entry cannot be written so that every reader understands it in one way; empty if it can.
   */
  public static Optional<String> obstacle(Entry entry) {
    return EntryForm.obstacle(entry);
  }

  /**
   * Writes an entry.
   *
   * @param content as many bytes as the entry declares; what follows them is left alone
   * @throws IOException if there are less, and what reading or writing has thrown
   * @throws IllegalArgumentException if there is an {@link #obstacle}
   */
  public void add(Entry entry, InputStream content) throws IOException {
    obstacle(entry)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(entry.name() + ": " + reason);
            });
    byte[] headers = EntryForm.of(entry);
    write(headers, headers.length);
    long left = entry.size();
    byte[] read = new byte[(int) Math.min(left, PIECE)];
    while (left > 0) {
      int count = content.read(read, 0, (int) Math.min(left, read.length));
      if (count < 0) {
        throw new IOException(
            "the content of %s ends %d bytes early".formatted(entry.name(), left));
      }
      write(read, count);
      left -= count;
    }
    zeros((int) (-entry.size() & (TarHeader.BLOCK - 1)));
  }

  /**
   * Ends the archive.
   *
   * @return its image ID
   * @throws IOException what writing has thrown
   */
  public ImageId finish() throws IOException {
    zeros(2 * TarHeader.BLOCK);
    handOn();
    out.close();
    return ImageId.of(ImageId.Algorithm.SHA512, digest.digest());
  }

  private void zeros(int count) throws IOException {
    write(new byte[count], count);
  }

  private void write(byte[] bytes, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, PIECE - filled);
      System.arraycopy(bytes, done, piece, filled, count);
      filled += count;
      done += count;
      if (filled == PIECE) {
        handOn();
      }
    }
  }

  private void handOn() throws IOException {
    digest.update(piece, 0, filled);
    out.write(piece, 0, filled);
    filled = 0;
  }

  /** Lets a compression end without ending what it writes to. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
