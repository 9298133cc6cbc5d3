package org.appctoolkit.conformance.probe;

/**
 * A probe has not even said that it began: the runtime did not execute it, or lost what it said.
 */
public final class NotExecutedException extends UnseenException {
  private static final long serialVersionUID = 1L;

  /** With what was not executed. */
  public NotExecutedException(String message) {
    super(message);
  }
}
