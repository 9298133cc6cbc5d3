package org.appctoolkit.conformance.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts scenarios together again with the verdicts on them, for reports that write a scenario as a
 * whole.
 */
final class Chapter {
  private Optional<Event.Played> scenario = Optional.empty();
  private final List<Event.Judged> verdicts = new ArrayList<>();

  /**
   * A scenario with all verdicts on it.
   *
   * @param scenario what was played
   */
  record Whole(Event.Played scenario, List<Event.Judged> verdicts) {
    Whole {
      verdicts = List.copyOf(verdicts);
    }

    long count(String outcome) {
      return verdicts.stream().filter(it -> it.outcome().word().equals(outcome)).count();
    }
  }

  /** Takes an event; the scenario that is whole now, if there is one. */
  Optional<Whole> add(Event event) {
    if (event instanceof Event.Judged judged) {
      verdicts.add(judged);
      return Optional.empty();
    }
    Optional<Whole> whole = scenario.map(it -> new Whole(it, verdicts));
    verdicts.clear();
    scenario = event instanceof Event.Played played ? Optional.of(played) : Optional.empty();
    return whole;
  }
}
