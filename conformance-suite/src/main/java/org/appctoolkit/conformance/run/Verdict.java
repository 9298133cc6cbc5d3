package org.appctoolkit.conformance.run;

import org.appctoolkit.conformance.scenario.Expectation;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.spec.Level;
import org.appctoolkit.spec.SpecVersion;

/** What became of one expectation in a run. */
public record Verdict(Scenario scenario, Expectation expectation, Level level, Outcome outcome) {
  /** The verdict with the level that the clause has at a version. */
  static Verdict of(
      Scenario scenario, Expectation expectation, SpecVersion version, Outcome outcome) {
    return new Verdict(scenario, expectation, expectation.clause().levelAt(version), outcome);
  }
}
