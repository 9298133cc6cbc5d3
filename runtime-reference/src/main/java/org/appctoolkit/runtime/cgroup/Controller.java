package org.appctoolkit.runtime.cgroup;

import java.util.Arrays;
import java.util.Optional;

/** A part of the kernel that says what the processes of a cgroup may use. */
public enum Controller {
  /** Processor time. */
  CPU("cpu", "cpu"),
  /** Which processors. */
  CPUSET("cpuset", "cpuset"),
  /** Memory. */
  MEMORY("memory", "memory"),
  /** Block devices. */
  BLOCK("blkio", "io"),
  /** Processes and threads. */
  PIDS("pids", "pids");

  private final String early;
  private final String late;

  Controller(String early, String late) {
    this.early = early;
    this.late = late;
  }

  /** The one that version 1 calls so; empty if it is none of these. */
  public static Optional<Controller> ofVersion1(String name) {
    return Arrays.stream(values()).filter(it -> it.early.equals(name)).findFirst();
  }

  /** The one that version 2 calls so; empty if it is none of these. */
  public static Optional<Controller> ofVersion2(String name) {
    return Arrays.stream(values()).filter(it -> it.late.equals(name)).findFirst();
  }

  /** What version 1 calls it. */
  String early() {
    return early;
  }

  /** What version 2 calls it. */
  String late() {
    return late;
  }
}
