package org.appctoolkit.cli;

import java.io.IOException;
import org.appctoolkit.layout.Reasons;

/** Something that could not be looked at; the message is the reason. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  UnreadableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Why not: lower case, no full stop. */
  String reason() {
    return reason;
  }

  /** The reason in words that do not depend on the locale, where there are such words. */
  static String reason(IOException e) {
    return Reasons.reason(e);
  }
}
