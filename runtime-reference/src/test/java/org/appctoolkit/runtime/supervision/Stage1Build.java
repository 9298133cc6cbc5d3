package org.appctoolkit.runtime.supervision;

import java.nio.file.Path;

/** The programs that the build makes of the same source. */
enum Stage1Build {
  /** What is shipped. */
  PLAIN("target/classes/org/appctoolkit/runtime/stage1"),
  /** The one that stops at any access to memory or arithmetic that C does not define. */
  SANITIZED("target/c/stage1-sanitized"),
  /** The one that starts each process with runc. */
  RUNC("target/classes/org/appctoolkit/runtime/stage1-runc"),
  /** The one that runs ours in a container of systemd-nspawn. */
  NSPAWN("target/classes/org/appctoolkit/runtime/stage1-nspawn");

  private final String path;

  Stage1Build(String path) {
    this.path = path;
  }

  Path path() {
    return Probe.built(path);
  }
}
