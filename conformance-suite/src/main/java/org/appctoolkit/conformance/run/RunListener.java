package org.appctoolkit.conformance.run;

import java.util.List;
import org.appctoolkit.conformance.scenario.Scenario;

/** Is told what happens in a run; by one thread at a time. */
public interface RunListener {
  /** A scenario is being played from now on. */
  default void began(Scenario scenario) {}

  /**
   * A scenario is over.
   *
   * @param verdicts one for each of its expectations that was to be judged, in their order
   * @param milliseconds how long it took
   * @param complaints what went wrong while pods were removed afterwards
   */
  default void ended(
      Scenario scenario, List<Verdict> verdicts, long milliseconds, List<String> complaints) {}

  /**
   * The images were removed, and all is over.
   *
   * @param complaints what went wrong with that
   */
  default void cleared(List<String> complaints) {}
}
