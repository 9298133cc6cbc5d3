package org.appctoolkit.discovery;

/** A text that names no image; the message says why, in lower case and safe to print. */
public final class MalformedReferenceException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedReferenceException(String message) {
    super(message);
  }

  /** Why not: lower case, no full stop. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
