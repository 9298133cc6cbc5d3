package org.appctoolkit.document;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What somebody may have meant who wrote a name that does not exist. */
public final class Nearest {
  private static final int MOST = 3;
  private static final int LONGEST = 80;

  private Nearest() {}

  /** The known names most like the given one, the likeliest first; at most three, often none. */
  public static List<String> to(String name, Collection<String> known) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return List.of();
    }
    Map<String, Integer> distances = new TreeMap<>();
    for (String candidate : known) {
      int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      int words = sharedWords(name, candidate);
      if (distance <= Math.max(2, name.length() / 4)) {
        distances.put(candidate, distance);
      } else if (words * 2 > name.split("-", -1).length) {
        distances.put(candidate, LONGEST - words * 10 + distance);
      }
    }
    return distances.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .limit(MOST)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A question to end a message with: {@code ; did you mean a or b?}, or nothing. */
  public static String question(String name, Collection<String> known) {
    List<String> nearest = to(name, known);
    return nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
  }

  private static int sharedWords(String name, String candidate) {
    List<String> words = Arrays.asList(candidate.split("-", -1));
    return (int)
        Arrays.stream(name.toLowerCase(Locale.ROOT).split("-", -1))
            .filter(word -> word.length() > 2 && words.contains(word))
            .count();
  }

  /** Levenshtein's: how many letters to insert, drop or replace. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
