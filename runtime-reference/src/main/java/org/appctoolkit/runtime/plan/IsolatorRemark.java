package org.appctoolkit.runtime.plan;

import java.util.Locale;
import java.util.Optional;
import org.appctoolkit.document.Quote;

/**
 * What becomes of an isolator.
 *
 * @param app the app it isolates, as it is called on disk; absent for the pod
 * @param name the isolator, as written
 * @param outcome what becomes of it
 * @param reason why it is not enforced, or what is different; empty if it is enforced; safe to
 *     print
 */
public record IsolatorRemark(Optional<String> app, String name, Outcome outcome, String reason) {
  /** How many of them a pod has at the most. */
  public static final int MOST = 10_000;

  /** In words, without the app; safe to print. */
  String told() {
    return Quote.escape(name) + " is " + outcome + (reason.isEmpty() ? "" : ": " + reason);
  }

  /** In words; safe to print. */
  @Override
  public String toString() {
    return app.map(it -> "app " + it + ": ").orElse("") + told();
  }

  /** What becomes of an isolator. */
  public enum Outcome {
    /** It does what it says. */
    ENFORCED,
    /** It does something else. */
    MODIFIED,
    /** It does nothing. */
    IGNORED;

    /** As users read it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
