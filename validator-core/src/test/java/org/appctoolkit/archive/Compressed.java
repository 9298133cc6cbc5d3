package org.appctoolkit.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Bytes compressed by those who know how. */
final class Compressed {
  private Compressed() {}

  private interface Compressor {
    OutputStream around(OutputStream stream) throws IOException;
  }

  private record Job(Compression compression, Octets bytes) {}

  /** Most tests want the same few bytes compressed. */
  private static final Map<Job, byte[]> DONE = new ConcurrentHashMap<>();

  static byte[] by(Compression compression, byte[] bytes) {
    return DONE.computeIfAbsent(
            new Job(compression, Octets.of(bytes)), job -> compressed(compression, bytes))
        .clone();
  }

  private static byte[] compressed(Compression compression, byte[] bytes) {
    return switch (compression) {
      case NONE -> bytes.clone();
      case GZIP -> written(GZIPOutputStream::new, bytes);
      case BZIP2 -> written(stream -> new BZip2CompressorOutputStream(stream, 1), bytes);
      case XZ -> written(stream -> new XZOutputStream(stream, new LZMA2Options(0)), bytes);
    };
  }

  private static byte[] written(Compressor compressor, byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream stream = compressor.around(compressed)) {
      stream.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }
}
