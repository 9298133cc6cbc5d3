package org.appctoolkit.conformance.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.spec.Level;

/** Counts verdicts. */
public final class Tally implements Report {
  /** The names of all outcomes, in the order in which they are told. */
  static final List<String> OUTCOMES = List.of("passed", "failed", "skipped", "errored");

  private final Map<Level, Map<String, Integer>> counts = new EnumMap<>(Level.class);
  private final Map<String, Integer> skips = new TreeMap<>();

  /** One that has counted nothing. */
  public Tally() {}

  @Override
  public void add(Event event) {
    if (event instanceof Event.Judged judged) {
      counts
          .computeIfAbsent(judged.level(), it -> new TreeMap<>())
          .merge(judged.outcome().word(), 1, Integer::sum);
      if (judged.outcome() instanceof Outcome.Skipped skipped) {
        skips.merge(skipped.reason(), 1, Integer::sum);
      }
    }
  }

  /** How many there were of an outcome. */
  int count(String outcome) {
    return counts.keySet().stream().mapToInt(level -> count(level, outcome)).sum();
  }

  /** How many there were of an outcome at a level. */
  int count(Level level, String outcome) {
    return counts.getOrDefault(level, Map.of()).getOrDefault(outcome, 0);
  }

  /** How many failed at a level. */
  public int failed(Level level) {
    return count(level, "failed");
  }

  /** How many errored, at whatever level. */
  public int errored() {
    return count("errored");
  }

  /** Why something was skipped, and how often, the most frequent first. */
  List<Map.Entry<String, Integer>> skips() {
    List<Map.Entry<String, Integer>> sorted = new ArrayList<>(skips.entrySet());
    sorted.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
    return sorted;
  }
}
