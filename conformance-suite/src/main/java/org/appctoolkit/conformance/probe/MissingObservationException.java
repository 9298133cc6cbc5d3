package org.appctoolkit.conformance.probe;

/**
 * A probe that ran has not told what it was asked for: no verdict about the runtime is possible.
 */
public final class MissingObservationException extends UnseenException {
  private static final long serialVersionUID = 1L;

  /** With what is missing. */
  public MissingObservationException(String message) {
    super(message);
  }
}
