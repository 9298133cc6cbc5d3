package org.appctoolkit.runtime.execute;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Quote;

/**
 * What programs can be executed.
 *
 * @param system the operating system, as the label {@code os} has it
 * @param architectures as the label {@code arch} has them; none if that is not known
 */
record Platform(String system, Set<String> architectures) {
  /** Copies the set. */
  Platform {
    architectures = Set.copyOf(architectures);
  }

  /** That of this machine. */
  static Platform ofThis() {
    return of(System.getProperty("os.arch", ""));
  }

  /**
   * A Linux on a machine.
   *
   * @param machine what Java calls it
   */
  static Platform of(String machine) {
    return new Platform(
        "linux",
        switch (machine) {
          case "amd64", "x86_64" -> Set.of("amd64", "i386");
          case "aarch64" -> Set.of("aarch64", "arm", "armv6l", "armv7l");
          default -> Set.of();
        });
  }

  /**
   * Why an image with these labels cannot be executed here; empty if it can be, or does not say
   * what it is for.
   */
  Optional<String> obstacle(Map<String, String> labels) {
    // Without an operating system an architecture has no meaning.
    if (!labels.containsKey("os")) {
      return Optional.empty();
    }
    String os = labels.getOrDefault("os", "");
    String arch = labels.getOrDefault("arch", "");
    if (!os.equals(system)) {
      return Optional.of("the image is for the operating system " + Quote.of(os));
    }
    boolean known = arch.isEmpty() || architectures.isEmpty() || architectures.contains(arch);
    return known
        ? Optional.empty()
        : Optional.of("the image is for the architecture " + Quote.of(arch));
  }
}
