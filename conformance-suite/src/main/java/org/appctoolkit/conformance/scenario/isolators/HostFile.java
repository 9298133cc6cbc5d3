package org.appctoolkit.conformance.scenario.isolators;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in which the kernel of the host tells something of itself. */
final class HostFile {
  private static final int MOST = 1 << 20;

  private HostFile() {}

  /**
   * Its text, without zeros and what is blank around it; empty if it cannot be read.
   *
   * <p>It is read as a stream, which asks for more than the file has: some of these files tell
   * everything at once or nothing more, whatever their length is said to be.
   *
   * @throws IOException if reading has begun and failed
   */
  static String text(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST), StandardCharsets.ISO_8859_1).replace("\0", "").strip();
    }
  }
}
