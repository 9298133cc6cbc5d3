package org.appctoolkit.dependency;

import java.util.Objects;
import java.util.OptionalInt;

/** Says why an image cannot be rendered. */
public final class UnrenderableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean limit;
  private final int dependency;

  UnrenderableException(String message, boolean limit) {
    this(message, limit, -1);
  }

  private UnrenderableException(String message, boolean limit, int dependency) {
    super(message);
    this.limit = limit;
    this.dependency = dependency;
  }

  /** The same, due to an image that this dependency of the image itself leads to. */
  UnrenderableException ledToBy(int index) {
    return new UnrenderableException(getMessage(), limit, index);
  }

  /** The dependency of the image itself that leads to the culprit, if it is another image. */
  public OptionalInt dependency() {
    return dependency < 0 ? OptionalInt.empty() : OptionalInt.of(dependency);
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
