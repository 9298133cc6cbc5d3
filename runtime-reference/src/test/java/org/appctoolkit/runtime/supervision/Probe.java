package org.appctoolkit.runtime.supervision;

import java.nio.file.Files;
import java.nio.file.Path;

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

  /** A file that the build of this module makes; tests run in the directory of the module. */
  static Path built(String path) {
    return Path.of(path).toAbsolutePath();
  }
}
