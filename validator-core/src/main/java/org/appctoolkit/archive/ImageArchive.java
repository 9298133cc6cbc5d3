package org.appctoolkit.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.appctoolkit.archive.ArchiveFault.Kind;

/**
 * Reads image archives.
 *
 * <p>One pass over the bytes does it all: it undoes the compression, hands out the entries and
 * computes the image ID. The image ID is computed on a thread of its own, and a compressed archive
 * is decompressed on another one, which reads the stream; everything else, the visitor included, is
 * done on the calling thread.
 */
public final class ImageArchive {
  private static final Set<ImageId.Algorithm> CURRENT = Set.of(ImageId.Algorithm.SHA512);

  private ImageArchive() {}

  /**
   * The archive that a stream holds, from where it stands.
   *
   * @param name what messages call it
   * @param stream which is not closed
   */
  public static ImageSource source(String name, InputStream stream) {
    return new StreamedArchive(name, stream);
  }

  /** Reads an archive and computes the image ID of the current specification. */
  public static ArchiveSummary read(
      InputStream stream, ArchiveLimits limits, ArchiveVisitor visitor) throws IOException {
    return read(stream, limits, CURRENT, visitor);
  }

  /**
   * Reads an archive from where the stream stands to its end.
   *
   * <p>Whatever the bytes are, this returns, with memory in proportion to the limits: what is wrong
   * is told to the visitor. A limit, or bytes that are no tar, end the pass where they are found.
   * The stream is not closed. When the pass ends early while the thread that decompresses waits for
   * the stream, that thread ends as soon as the stream gives it something, ends or is closed.
   *
   * @throws IOException what the stream or the visitor has thrown, and nothing else; {@link
   *     java.io.InterruptedIOException} when the calling thread is interrupted while it waits
   */
  public static ArchiveSummary read(
      InputStream stream,
      ArchiveLimits limits,
      Set<ImageId.Algorithm> algorithms,
      ArchiveVisitor visitor)
      throws IOException {
    InputBuffer input = new InputBuffer(stream);
    byte[] head = input.peek(Format.HEAD_BYTES);
    FaultLog faults = new FaultLog(visitor);
    Format format = Format.of(head);
    Compression compression = compression(format);
    if (compression == Compression.NONE) {
      if (format != Format.TAR) {
        reportFormat(format, "", faults);
        return new ArchiveSummary(
            format, compression, Set.of(), List.of(), 0, 0, 0, faults.count(), false);
      }
      Ring ring = new Ring();
      try (Chunks chunks = new PlainChunks(input, limits, ring);
          Digests digests = Digests.start(algorithms, ring)) {
        return new Pass(chunks, digests, limits, visitor, faults).run(compression);
      }
    }
    if (Format.isTarHeader(head)) {
      faults.report(
          Kind.AMBIGUOUS_FORMAT,
          "this begins like a file compressed with %s and like a tar".formatted(format.words()));
    }
    Ring ring = new Ring();
    try (Chunks chunks = HandOver.start(decompressor(compression, limits), input, limits, ring);
        Digests digests = Digests.start(algorithms, ring)) {
      return new Pass(chunks, digests, limits, visitor, faults).run(compression);
    }
  }

  private static Compression compression(Format format) {
    return switch (format) {
      case GZIP -> Compression.GZIP;
      case BZIP2 -> Compression.BZIP2;
      case XZ -> Compression.XZ;
      case TAR,
          PGP,
          PGP_ARMOURED,
          PGP_OTHER,
          ZIP,
          ZSTD,
          SEVEN_ZIP,
          LZ4,
          RPM,
          DEB,
          JSON,
          LAYOUT,
          EMPTY,
          UNKNOWN ->
          Compression.NONE;
    };
  }

  private static Decompressor decompressor(Compression compression, ArchiveLimits limits) {
    return switch (compression) {
      case GZIP -> new GzipDecompressor(limits);
      case BZIP2 -> new Bzip2Decompressor();
      case XZ -> new XzDecompressor(limits);
      case NONE -> throw new IllegalArgumentException("there is nothing to decompress");
    };
  }

  /** Tells why this is no image archive. */
  private static void reportFormat(Format format, String where, FaultLog faults) {
    String expected = "; an image archive is a tar, plain or compressed with gzip, bzip2 or xz";
    switch (format) {
      case EMPTY -> faults.report(Kind.EMPTY, "there are no bytes" + where);
      case PGP, PGP_ARMOURED ->
          faults.report(
              Kind.ENCRYPTED,
              "this is %s%s, which is encrypted: undo that first (gpg --decrypt)"
                  .formatted(format.words(), where));
      case GZIP, BZIP2, XZ, ZSTD, LZ4 ->
          faults.report(
              Kind.OTHER_FORMAT,
              "this is compressed with %s%s%s".formatted(format.words(), where, expected));
      case PGP_OTHER, ZIP, SEVEN_ZIP, RPM, DEB, JSON, LAYOUT ->
          faults.report(
              Kind.OTHER_FORMAT, "this is %s%s%s".formatted(format.words(), where, expected));
      case TAR, UNKNOWN ->
          faults.report(
              Kind.UNKNOWN_FORMAT, "no format that is known%s%s".formatted(where, expected));
    }
  }

  private record StreamedArchive(String name, InputStream stream) implements ImageSource {
    @Override
    public ArchiveSummary read(
        ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor)
        throws IOException {
      return ImageArchive.read(stream, limits, algorithms, visitor);
    }
  }

  /** The pass over uncompressed bytes. */
  private static final class Pass {
    private final ArchiveLimits limits;
    private final ArchiveVisitor visitor;
    private final FaultLog faults;
    private final Digests digests;
    private final TarBytes tar;

    Pass(
        Chunks chunks,
        Digests digests,
        ArchiveLimits limits,
        ArchiveVisitor visitor,
        FaultLog faults) {
      this.limits = limits;
      this.visitor = visitor;
      this.faults = faults;
      this.digests = digests;
      this.tar = new TarBytes(chunks, digests, faults);
    }

    ArchiveSummary run(Compression compression) throws IOException {
      byte[] head = tar.head(Format.HEAD_BYTES);
      Format format = Format.of(head);
      TarReader reader = new TarReader(tar, limits, visitor, faults);
      TarReader.Step end = TarReader.Step.STOPPED;
      if (format == Format.TAR) {
        end = reader.read();
        if (end != TarReader.Step.STOPPED) {
          tar.drain();
        }
      } else if (endsHere()) {
        reportFormat(format, behind(compression), faults);
      }
      boolean whole = end != TarReader.Step.STOPPED && tar.isIntact();
      return new ArchiveSummary(
          format,
          compression,
          reader.dialects(),
          whole ? digests.imageIds() : List.of(),
          tar.inputPosition(),
          tar.position(),
          reader.entries(),
          faults.count(),
          whole && end == TarReader.Step.COMPLETE);
    }

    /** Whether these bytes are what was compressed, and not what damage has made of it. */
    private boolean endsHere() throws IOException {
      tar.drain();
      return tar.isIntact();
    }

    private static String behind(Compression compression) {
      return switch (compression) {
        case NONE -> "";
        case GZIP -> " behind gzip";
        case BZIP2 -> " behind bzip2";
        case XZ -> " behind xz";
      };
    }
  }
}
