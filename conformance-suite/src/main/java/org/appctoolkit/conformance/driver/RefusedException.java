package org.appctoolkit.conformance.driver;

/** The runtime declined what it was asked for; the message is its reason. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the reason that the runtime gave. */
  public RefusedException(String reason) {
    super(reason);
  }

  /** The reason that the runtime gave. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
