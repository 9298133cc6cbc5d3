package org.appctoolkit.conformance.probe;

/** Something that has to be seen for a verdict was not. */
public abstract sealed class UnseenException extends Exception
    permits MissingObservationException, NotExecutedException {
  private static final long serialVersionUID = 1L;

  UnseenException(String message) {
    super(message);
  }
}
