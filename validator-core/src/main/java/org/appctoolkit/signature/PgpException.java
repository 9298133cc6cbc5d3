package org.appctoolkit.signature;

/**
 * Why PGP data could not be used; the message is lower case, without a full stop, and printable.
 */
public final class PgpException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What sort of reason it is. */
  public enum Kind {
    /** The bytes are not what they should be. */
    MALFORMED,
    /** The bytes are well-formed, but not for this: another kind of data, another algorithm. */
    UNSUPPORTED,
    /** The passphrase is missing or wrong. */
    PASSPHRASE,
    /** There is no key that may be used. */
    KEY,
    /** A limit of {@link PgpLimits} was hit. */
    LIMIT
  }

  PgpException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  PgpException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What sort of reason it is. */
  public Kind kind() {
    return kind;
  }

  /** The message, which is always there. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
