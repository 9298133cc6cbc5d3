package org.appctoolkit.conformance.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.conformance.report.Event;

/** This program and the machine it runs on, as reports name them. */
final class Suite {
  private Suite() {}

  /** The version of the build. */
  static String version() {
    try (InputStream in = Suite.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("no version.txt");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The probe for this machine; tells the user if there is none. */
  static Optional<ProbeProgram> probe(Terminal terminal) {
    try {
      Optional<ProbeProgram> probe = ProbeProgram.of(ProbeProgram.hostArchitecture());
      if (probe.isEmpty()) {
        terminal.tell(
            "this appc was built without a probe for %s; building it takes a C compiler"
                .formatted(ProbeProgram.hostArchitecture()));
      }
      return probe;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The machine. */
  static Event.Host host() {
    return new Event.Host(
        System.getProperty("os.name", "unknown"),
        System.getProperty("os.version", "unknown"),
        ProbeProgram.hostArchitecture(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("user.name", "unknown"));
  }
}
