package org.appctoolkit.conformance.cli;

/** What a command tells the shell that called it, the least important first. */
enum Status {
  /** Nothing at the levels of {@code --fail-on} failed. */
  OK(0),
  /** Something failed. */
  FAILED(1),
  /** A limit kept something from being played. */
  LIMIT(4),
  /** Something could not be judged, read or written. */
  NOT_JUDGED(3),
  /** The command was called in a way that makes no sense. */
  MISUSE(2);

  private final int code;

  Status(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The more important of the two. */
  Status or(Status other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
