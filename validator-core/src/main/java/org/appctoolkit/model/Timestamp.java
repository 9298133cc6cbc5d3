package org.appctoolkit.model;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Timestamps of RFC 3339, in the form of types.md, Timestamps Type. */
public final class Timestamp {
  private static final Pattern DATE_FIRST = Pattern.compile("[0-9]{4}-[0-9]{2}.*", Pattern.DOTALL);
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})([Tt ])([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.[0-9]+)?"
              + "(?:[Zz]|[+-]([0-9]{2}):([0-9]{2}))");

  private Timestamp() {}

  /** Whether a text begins like a date, whatever follows. */
  public static boolean looksLikeOne(String text) {
    return DATE_FIRST.matcher(text).matches();
  }

  /** Whether a text is a timestamp apart from the blank between date and time. */
  public static boolean lacksT(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches() && matcher.group(4).equals(" ");
  }

  /** What keeps a text from being a timestamp, with a T or a blank in it; empty if it is one. */
  public static Optional<String> fault(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.of("is not of the form 2015-05-18T13:49:28-04:00");
    }
    try {
      LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
    } catch (DateTimeException e) {
      return Optional.of("is on a day that does not exist");
    }
    // A leap second is 60; which minutes have one is not known in advance.
    if (number(matcher, 5) > 23 || number(matcher, 6) > 59 || number(matcher, 7) > 60) {
      return Optional.of("is at a time that does not exist");
    }
    if (matcher.group(8) != null && (number(matcher, 8) > 23 || number(matcher, 9) > 59)) {
      return Optional.of("has an offset that does not exist");
    }
    return Optional.empty();
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
