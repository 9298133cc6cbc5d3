package org.appctoolkit.runtime.supervision;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The small static program that observes and misbehaves on demand, compiled by the build from
 * {@code src/test/c/probe.c}, which lists its verbs.
 */
public final class Probe {
  private Probe() {}

  /**
   * Where it is; there is no such file where the build has no C compiler or the system is not
   * Linux.
   */
  public static Path path() {
    return built("target/c/probe");
  }

  /** Whether the build has made it. */
  public static boolean isBuilt() {
    return Files.isRegularFile(path());
  }

  /** Whether the host has a program, where the system keeps those of root. */
  public static boolean hostHas(String program) {
    return Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }

  /** A file that the build of this module makes; tests run in the directory of the module. */
  static Path built(String path) {
    return Path.of(path).toAbsolutePath();
  }
}
