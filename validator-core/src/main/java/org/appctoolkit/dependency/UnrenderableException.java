package org.appctoolkit.dependency;

import java.util.Objects;

/** Says why an image cannot be rendered. */
public final class UnrenderableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean limit;

  UnrenderableException(String message, boolean limit) {
    super(message);
    this.limit = limit;
  }

  /** What is wrong, where, and with which image: lower case, no full stop, safe to print. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** Whether a limit was hit, so that nothing is known of what lies behind it. */
  public boolean isLimit() {
    return limit;
  }
}
