package org.appctoolkit.rule.isolator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.appctoolkit.model.Capabilities;

/** Names that Linux defines, from the headers of its user interface; one a line in a resource. */
final class Names {
  /** Capabilities, such as CAP_CHOWN. */
  static final Set<String> CAPABILITIES = Set.copyOf(Capabilities.LINUX);

  /** Error codes, such as ENOSYS. */
  static final Set<String> ERRNOS = load("errnos.txt");

  /** System calls of any architecture. */
  static final Set<String> SYSCALLS = load("syscalls.txt");

  private Names() {}

  private static Set<String> load(String resource) {
    try (InputStream in = Names.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
