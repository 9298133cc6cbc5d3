package org.appctoolkit.dependency;

import java.io.Serializable;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orders the texts of version labels: numbers as numbers, everything else by its characters, and
 * {@code 1.0} before {@code 1.0.1}, but {@code 1.0-rc1} before {@code 1.0}.
 */
enum VersionOrder implements Comparator<String>, Serializable {
  /** The only one. */
  INSTANCE;

  private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

  private static final String END = "";

  @Override
  public int compare(String one, String other) {
    Matcher first = PART.matcher(one);
    Matcher second = PART.matcher(other);
    while (true) {
      String part = first.find() ? first.group() : END;
      int compared = comparePart(part, second.find() ? second.group() : END);
      if (compared != 0) {
        return compared;
      }
      if (part.equals(END)) {
        return one.compareTo(other);
      }
    }
  }

  private static int comparePart(String one, String other) {
    int compared = Integer.compare(rank(one), rank(other));
    if (compared != 0 || !isNumber(one)) {
      return compared != 0 ? compared : one.compareTo(other);
    }
    String first = one.replaceFirst("^0+(?=.)", "");
    String second = other.replaceFirst("^0+(?=.)", "");
    return first.length() == second.length()
        ? first.compareTo(second)
        : Integer.compare(first.length(), second.length());
  }

  /** The end is between what announces a version and what comes after it, whatever they say. */
  private static int rank(String part) {
    if (part.startsWith("-") || part.startsWith("~")) {
      return 0;
    }
    if (part.equals(END)) {
      return 1;
    }
    return isNumber(part) ? 2 : 3;
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty() && part.charAt(0) >= '0' && part.charAt(0) <= '9';
  }
}
