package org.appctoolkit.conformance.driver;

import java.util.Locale;

/** Something that a driver is asked to do, as docs/driver-protocol.md has it. */
public enum Verb {
  /** What the runtime is, and claims to do. */
  DESCRIBE(),
  /** Makes an image known. */
  IMPORT("ACI"),
  /** Starts a pod. */
  RUN("MANIFEST"),
  /** Waits for the end of a pod. */
  WAIT("POD"),
  /** What is known of a pod. */
  STATUS("POD"),
  /** Copies what an app has written. */
  LOGS("POD", "APP", "STREAM", "FILE"),
  /** Ends a pod in the orderly way. */
  STOP("POD"),
  /** Kills the main process of an app. */
  KILL_APP("POD", "APP"),
  /** Removes a pod. */
  REMOVE("POD"),
  /** Removes an image. */
  REMOVE_IMAGE("ID");

  private final int arguments;

  Verb(String... arguments) {
    this.arguments = arguments.length;
  }

  /** As it stands on a command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How many arguments stand behind it. */
  int arguments() {
    return arguments;
  }
}
