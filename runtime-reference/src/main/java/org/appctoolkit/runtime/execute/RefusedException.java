package org.appctoolkit.runtime.execute;

import java.util.List;

/** That something is not done because of what was found. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> reasons;

  /**
   * A refusal.
   *
   * @param reasons what was found, each lower case, without a full stop and safe to print; at least
   *     one
   */
  public RefusedException(List<String> reasons) {
    super(String.join("; ", reasons));
    this.reasons = List.copyOf(reasons);
  }

  /** A refusal for one reason. */
  public RefusedException(String reason) {
    this(List.of(reason));
  }

  /** Why; at least one reason. */
  public List<String> reasons() {
    return reasons;
  }
}
