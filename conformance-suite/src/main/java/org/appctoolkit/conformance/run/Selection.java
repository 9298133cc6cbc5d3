package org.appctoolkit.conformance.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.appctoolkit.conformance.scenario.Expectation;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.document.Nearest;
import org.appctoolkit.document.Quote;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import org.appctoolkit.spec.Level;
import org.appctoolkit.spec.SpecVersion;

/**
 * Which expectations are to be judged: those that have one of the named clauses, stand in one of
 * the named sections, are of one of the named levels and have one of the named IDs. What names
 * nothing allows everything.
 *
 * @param clauses IDs of clauses
 * @param sections IDs of sections, or parts of what a section is referred to by, such as {@code
 *     ace.md} or {@code spec/pods.md#app-container-pods}
 * @param levels levels at the version that is judged by
 * @param ids IDs of expectations or scenarios, in which {@code *} stands for any characters and
 *     {@code ?} for one
 */
public record Selection(
    Set<String> clauses, Set<String> sections, Set<Level> levels, Set<String> ids) {
  /** Everything. */
  public static final Selection ALL = new Selection(Set.of(), Set.of(), Set.of(), Set.of());

  /** Copies the sets. */
  public Selection {
    clauses = Collections.unmodifiableSet(new TreeSet<>(clauses));
    sections = Collections.unmodifiableSet(new TreeSet<>(sections));
    levels = Collections.unmodifiableSet(new TreeSet<>(levels));
    ids = Collections.unmodifiableSet(new TreeSet<>(ids));
  }

  /** That nothing was selected; the message says why, and what may have been meant. */
  public static final class NothingException extends Exception {
    private static final long serialVersionUID = 1L;

    NothingException(String message) {
      super(message);
    }

    /** Why nothing was selected. */
    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * What is selected at a version, in the order of the scenarios.
   *
   * @throws NothingException if that is nothing
   */
  public List<Order> of(List<Scenario> scenarios, SpecVersion version) throws NothingException {
    List<Order> orders = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      List<Expectation> chosen =
          scenario.at(version).stream().filter(it -> selects(scenario, it, version)).toList();
      if (!chosen.isEmpty()) {
        orders.add(new Order(scenario, chosen));
      }
    }
    if (orders.isEmpty()) {
      throw new NothingException(why(scenarios, version));
    }
    return orders;
  }

  /** The same orders in an order that only the seed decides. */
  public static List<Order> shuffled(List<Order> orders, long seed) {
    List<Order> shuffled = new ArrayList<>(orders);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }

  private boolean selects(Scenario scenario, Expectation expectation, SpecVersion version) {
    Clause clause = expectation.clause();
    return (clauses.isEmpty() || clauses.contains(clause.id()))
        && (sections.isEmpty() || sections.stream().anyMatch(it -> isIn(it, clause, version)))
        && (levels.isEmpty() || levels.contains(clause.levelAt(version)))
        && (ids.isEmpty() || ids.stream().anyMatch(it -> names(it, scenario, expectation)));
  }

  private static boolean isIn(String section, Clause clause, SpecVersion version) {
    return clause.section().id().equals(section)
        || clause.section().referenceAt(version).contains(section);
  }

  private static boolean names(String glob, Scenario scenario, Expectation expectation) {
    Pattern pattern = pattern(glob);
    return pattern.matcher(expectation.id()).matches() || pattern.matcher(scenario.id()).matches();
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(
        glob.codePoints()
            .mapToObj(
                it ->
                    switch (it) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(it));
                    })
            .collect(Collectors.joining()),
        Pattern.DOTALL);
  }

  // --- why nothing

  private String why(List<Scenario> scenarios, SpecVersion version) {
    List<Order> all =
        scenarios.stream()
            .filter(it -> !it.at(version).isEmpty())
            .map(it -> new Order(it, it.at(version)))
            .toList();
    if (all.isEmpty()) {
      return "there is nothing to judge by at " + version;
    }
    List<Expectation> expectations =
        all.stream().flatMap(it -> it.expectations().stream()).toList();
    for (String clause : clauses) {
      if (expectations.stream().noneMatch(it -> it.clause().id().equals(clause))) {
        return Clauses.find(clause).isEmpty()
            ? "there is no clause %s%s"
                .formatted(Quote.of(clause), question(clause, clausesOf(expectations)))
            : "no expectation judges by the clause %s at %s".formatted(clause, version);
      }
    }
    for (String section : sections) {
      if (expectations.stream().noneMatch(it -> isIn(section, it.clause(), version))) {
        return "no expectation is about a section %s at %s%s"
            .formatted(
                Quote.of(section), version, question(section, sections(expectations, version)));
      }
    }
    for (String id : ids) {
      if (all.stream()
          .noneMatch(it -> it.expectations().stream().anyMatch(e -> names(id, it.scenario(), e)))) {
        return "no expectation and no scenario has the ID %s at %s%s"
            .formatted(Quote.of(id), version, question(id, ids(all)));
      }
    }
    return "no expectation at %s has all that was asked for".formatted(version);
  }

  private static String question(String name, Collection<String> known) {
    return Nearest.question(name, known);
  }

  private static Set<String> clausesOf(List<Expectation> expectations) {
    return expectations.stream().map(it -> it.clause().id()).collect(Collectors.toSet());
  }

  private static Set<String> sections(List<Expectation> expectations, SpecVersion version) {
    Set<String> known = new TreeSet<>();
    for (Expectation expectation : expectations) {
      known.add(expectation.clause().section().id());
      known.add(expectation.clause().section().referenceAt(version));
      known.add(expectation.clause().section().placeAt(version).document());
      known.add(expectation.clause().section().placeAt(version).anchor());
    }
    return known;
  }

  private static Set<String> ids(List<Order> orders) {
    Set<String> known = new TreeSet<>();
    for (Order order : orders) {
      known.add(order.scenario().id());
      order.expectations().forEach(it -> known.add(it.id()));
    }
    return known;
  }
}
