package org.appctoolkit.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Located;

/** Finds what stands in a list a second time. */
public final class Duplicates {
  private Duplicates() {}

  /**
   * A problem for every element whose name an earlier element has.
   *
   * @param what the word for an element, such as {@code label}
   * @param elements the list
   * @param name how to get an element's name; an element without one is never a duplicate
   */
  public static <T> List<Problem> of(
      String what, List<T> elements, Function<T, Optional<Located<String>>> name) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Pointer> seen = new HashMap<>();
    for (T element : elements) {
      Located<String> located = name.apply(element).orElse(null);
      if (located == null) {
        continue;
      }
      Pointer first = seen.putIfAbsent(located.value(), located.pointer());
      if (first != null) {
        problems.add(
            Problem.at(
                located.pointer(),
                what + " " + Quote.of(located.value()) + " is already at " + first.parent()));
      }
    }
    return problems;
  }
}
