package org.appctoolkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** This program, as it names itself. */
final class Toolkit {
  private Toolkit() {}

  /** The version of the build. */
  static String version() {
    try (InputStream in = Toolkit.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("no version.txt");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
