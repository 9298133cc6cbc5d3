package org.appctoolkit.conformance.driver;

/** Nothing can be said about the runtime: its driver broke, or took too long. */
public final class DriverException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what went wrong. */
  public DriverException(String message) {
    super(message);
  }

  /** With what went wrong, and why. */
  public DriverException(String message, Throwable cause) {
    super(message, cause);
  }
}
