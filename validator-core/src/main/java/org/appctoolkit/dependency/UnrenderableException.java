package org.appctoolkit.dependency;

import java.util.Objects;
import java.util.OptionalInt;

/** Says why an image cannot be rendered. */
public final class UnrenderableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The sorts of reasons. */
  public enum Reason {
    /** An image cannot be extracted. */
    BROKEN,
    /** A limit of what is read was hit, so that nothing is known of what lies behind it. */
    LIMIT,
    /** It takes too long. */
    TIME
  }

  private final Reason reason;
  private final int dependency;

  UnrenderableException(String message, Reason reason) {
    this(message, reason, -1);
  }

  private UnrenderableException(String message, Reason reason, int dependency) {
    super(message);
    this.reason = reason;
    this.dependency = dependency;
  }

  /** The same, due to an image that this dependency of the image itself leads to. */
  UnrenderableException ledToBy(int index) {
    return new UnrenderableException(getMessage(), reason, index);
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

  /** The sort of reason. */
  public Reason reason() {
    return reason;
  }
}
