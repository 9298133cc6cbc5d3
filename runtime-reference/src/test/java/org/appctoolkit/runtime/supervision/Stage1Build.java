package org.appctoolkit.runtime.supervision;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The programs that the build makes of the same source. */
enum Stage1Build {
  /** What is shipped. */
  PLAIN("target/classes/org/appctoolkit/runtime/stage1", "sh"),
  /** The one that stops at any access to memory or arithmetic that C does not define. */
  SANITIZED("target/c/stage1-sanitized", "sh"),
  /** The one that starts each process with runc. */
  RUNC("target/classes/org/appctoolkit/runtime/stage1-runc", "runc"),
  /** The one that runs ours in a container of systemd-nspawn. */
  NSPAWN("target/classes/org/appctoolkit/runtime/stage1-nspawn", "systemd-nspawn");

  private final String path;
  private final String program;

  Stage1Build(String path, String program) {
    this.path = path;
    this.program = program;
  }

  /** Skips a test where the program that this one uses is not there. */
  void takesItsProgram() {
    assumeTrue(Probe.hostHas(program), "takes " + program);
  }

  Path path() {
    return Probe.built(path);
  }
}
