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

  @Override
  public int compare(String one, String other) {
    Matcher first = PART.matcher(one);
    Matcher second = PART.matcher(other);
    while (true) {
      boolean hasFirst = first.find();
      boolean hasSecond = second.find();
      if (!hasFirst || !hasSecond) {
        return hasFirst == hasSecond
            ? one.compareTo(other)
            : hasFirst ? longer(first.group()) : -longer(second.group());
      }
      int compared = comparePart(first.group(), second.group());
      if (compared != 0) {
        return compared;
      }
    }
  }

  /** How a version compares with the same version without what follows. */
  private static int longer(String rest) {
    return rest.startsWith("-") || rest.startsWith("~") ? -1 : 1;
  }

  private static int comparePart(String one, String other) {
    boolean number = Character.isDigit(one.charAt(0)) && Character.isDigit(other.charAt(0));
    if (!number) {
      return one.compareTo(other);
    }
    String first = one.replaceFirst("^0+(?=.)", "");
    String second = other.replaceFirst("^0+(?=.)", "");
    return first.length() == second.length()
        ? first.compareTo(second)
        : Integer.compare(first.length(), second.length());
  }
}
