package org.appctoolkit.cli;

/** What the command tells the shell that called it, the least important first. */
enum ExitStatus {
  /** Nothing at or above the threshold was found. */
  OK(0),
  /** Something was found. */
  FINDINGS(1),
  /** A limit kept something from being judged wholly. */
  LIMIT(4),
  /** Something could not be looked at, or the report could not be written. */
  NOT_READ(3),
  /** The command was called in a way that makes no sense. */
  MISUSE(2);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The more important of the two. */
  ExitStatus or(ExitStatus other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
