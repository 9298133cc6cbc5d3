package org.appctoolkit.fuzz;

import java.util.Locale;
import org.appctoolkit.document.Quote;

/** What a target asserts: quickly, as it is asked thousands of times a second. */
final class Contract {
  private Contract() {}

  /** Refuses what does not hold; the arguments are those of {@link String#format}. */
  static void holds(boolean held, String otherwise, Object... arguments) {
    if (!held) {
      throw new AssertionError(String.format(Locale.ROOT, otherwise, arguments));
    }
  }

  /** Refuses a message that could drive a terminal, or says nothing. */
  static void isSafeMessage(String message) {
    holds(!message.isEmpty(), "an empty message");
    isSafe(message);
  }

  /** Refuses text that could drive a terminal. */
  static void isSafe(String text) {
    String escaped = Quote.escape(text);
    holds(escaped.equals(text), "unsafe to print: %s", escaped);
  }
}
