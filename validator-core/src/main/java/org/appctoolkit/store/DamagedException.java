package org.appctoolkit.store;

/** Something in a store is not as a store writes it; the message says what. */
final class DamagedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  DamagedException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** What is wrong: lower case, no full stop. */
  String reason() {
    return reason;
  }
}
