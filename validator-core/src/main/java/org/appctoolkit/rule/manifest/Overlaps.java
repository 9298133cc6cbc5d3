package org.appctoolkit.rule.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.RootfsPath;
import org.appctoolkit.rule.Problem;
import org.jspecify.annotations.Nullable;

/** Finds paths that are equal to another one or inside of it. */
final class Overlaps {
  private static final int LONGEST = 4096;

  private Overlaps() {}

  /** A problem for every path that overlaps one before it in the list. */
  static List<Problem> of(List<Located<String>> paths) {
    List<Problem> problems = new ArrayList<>();
    NavigableMap<String, Located<String>> seen = new TreeMap<>();
    for (Located<String> path : paths) {
      String key = RootfsPath.normal(path.value());
      Located<String> other = around(key, seen);
      if (other != null) {
        problems.add(
            Problem.at(
                path.pointer(),
                Quote.of(path.value())
                    + " overlaps "
                    + Quote.of(other.value())
                    + " at "
                    + other.pointer()));
      }
      seen.putIfAbsent(key, path);
    }
    return problems;
  }

  private static @Nullable Located<String> around(
      String key, NavigableMap<String, Located<String>> seen) {
    // Longer than any kernel accepts: only its equal can stand in the way.
    if (key.length() > LONGEST) {
      return seen.get(key);
    }
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      Located<String> outer = seen.get(key.substring(0, slash + 1));
      if (outer != null) {
        return outer;
      }
    }
    Map.Entry<String, Located<String>> inner = seen.ceilingEntry(key);
    return inner != null && inner.getKey().startsWith(key) ? inner.getValue() : null;
  }
}
