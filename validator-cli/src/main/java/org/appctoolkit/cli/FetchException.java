package org.appctoolkit.cli;

/**
 * An image that was not fetched; the message is the reason, in lower case and without full stop.
 */
final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitStatus status;

  FetchException(ExitStatus status, String reason) {
    super(reason);
    this.status = status;
  }

  /** What it tells the shell. */
  ExitStatus status() {
    return status;
  }

  /** Why not. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
