package org.appctoolkit.conformance.probe;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.appctoolkit.archive.Octets;

/**
 * The probe as a program for one architecture: static, the same bytes from every build.
 *
 * @param architecture as the label {@code arch} has it, such as {@code amd64}
 * @param content the ELF file
 */
public record ProbeProgram(String architecture, Octets content) {
  /**
   * The program for an architecture.
   *
   * @return empty if there was no compiler for it when the suite was built
   * @throws IOException if it cannot be read
   */
  public static Optional<ProbeProgram> of(String architecture) throws IOException {
    String name = architecture.equals("aarch64") ? "arm64" : architecture;
    try (InputStream in = ProbeProgram.class.getResourceAsStream("probe-" + name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new ProbeProgram(architecture, Octets.of(in.readAllBytes())));
    }
  }

  /** What the label {@code arch} calls the architecture this Java runs on. */
  public static String hostArchitecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "aarch64" -> "aarch64";
      case "x86_64" -> "amd64";
      default -> name;
    };
  }
}
