package org.appctoolkit.conformance.run;

import java.util.List;
import org.appctoolkit.conformance.scenario.Expectation;
import org.appctoolkit.conformance.scenario.Scenario;

/**
 * A scenario that is to be played, and which of its expectations are to be judged.
 *
 * @param expectations at least one
 */
public record Order(Scenario scenario, List<Expectation> expectations) {
  /** Copies the list. */
  public Order {
    expectations = List.copyOf(expectations);
  }
}
