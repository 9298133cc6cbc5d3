package org.appctoolkit.finding;

import java.util.Locale;
import org.appctoolkit.spec.Level;

/** How much a finding weighs, the lightest first. It follows from the level of the clause. */
public enum Severity {
  /** Advice: a MAY was not used, or something has no effect. */
  INFO,
  /** A SHOULD is broken. */
  WARNING,
  /** A MUST is broken. */
  ERROR;

  /** The severity of breaking a clause of this level. */
  public static Severity of(Level level) {
    return switch (level) {
      case MUST -> ERROR;
      case SHOULD -> WARNING;
      case MAY -> INFO;
    };
  }

  /** Its name in reports: {@code error}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
