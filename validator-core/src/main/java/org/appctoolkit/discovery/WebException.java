package org.appctoolkit.discovery;

import java.io.IOException;

/** The network did not answer, or must not be asked; the message is the reason. */
public final class WebException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** The address must not be asked. */
    FORBIDDEN_ADDRESS,
    /** The host has no address. */
    UNKNOWN_HOST,
    /** Nothing came in time. */
    TIMEOUT,
    /** The server could not prove who it is, or speaks no TLS. */
    TLS,
    /** No connection, or it broke. */
    CONNECTION,
    /** What came is no HTTP. */
    PROTOCOL
  }

  private final Kind kind;

  /**
   * A failure.
   *
   * @param reason lower case, no full stop, safe to print
   */
  public WebException(Kind kind, String reason) {
    super(reason);
    this.kind = kind;
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }

  /** The reason in words: lower case, no full stop. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
