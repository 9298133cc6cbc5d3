package org.appctoolkit.input;

import java.io.IOException;
import org.appctoolkit.layout.Reasons;

/** Something that could not be looked at; the message is the reason. */
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /** Something that could not be looked at, for a reason in lower case without a full stop. */
  public UnreadableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Why not: lower case, no full stop. */
  public String reason() {
    return reason;
  }

  /** The reason in words that do not depend on the locale, where there are such words. */
  public static String reason(IOException e) {
    return Reasons.reason(e);
  }
}
