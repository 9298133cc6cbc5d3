package org.appctoolkit.conformance.scenario;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an app wrote to one stream, as the runtime kept it, of any length.
 *
 * @param file where it is
 */
public record Log(Path file) {
  /** Its length in bytes; 0 if there is none. */
  public long size() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes from the beginning; the caller closes it. */
  public InputStream open() {
    try {
      return Files.exists(file)
          ? new BufferedInputStream(Files.newInputStream(file))
          : InputStream.nullInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first bytes, at most so many. */
  public byte[] head(int most) {
    try (InputStream in = open()) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
