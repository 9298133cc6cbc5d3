package org.appctoolkit.web;

/** A setting that names no proxy; the message says why. */
public final class MalformedProxyException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedProxyException(String message) {
    super(message);
  }

  /** Why not: lower case, no full stop. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
