package org.appctoolkit.finding;

/** From which severity on findings count as a failure. */
public enum Threshold {
  /** Errors only. */
  ERROR,
  /** Errors and warnings. */
  WARNING,
  /** Everything. */
  INFO,
  /** Nothing. */
  NEVER;

  /** Whether a finding is one that counts. */
  public boolean isReachedBy(Finding finding) {
    return switch (this) {
      case ERROR -> finding.severity() == Severity.ERROR;
      case WARNING -> finding.severity() != Severity.INFO;
      case INFO -> true;
      case NEVER -> false;
    };
  }
}
