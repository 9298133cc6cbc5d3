package org.appctoolkit.conformance.scenario;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.UnseenException;

/** Decides from what was seen whether a clause is kept. Pure: the same scene, the same outcome. */
@FunctionalInterface
public interface Judgement {
  /**
   * The outcome.
   *
   * @throws UnseenException if an app was not executed, which is the runtime's fault, or something
   *     else was not seen, which leaves no verdict
   */
  Outcome judge(Scene scene) throws UnseenException;

  /** Passed if it holds, otherwise Failed. */
  static Outcome when(boolean holds, String expected, String observed, Observation... evidence) {
    return when(holds, expected, observed, lines(evidence));
  }

  /** Passed if it holds, otherwise Failed. */
  static Outcome when(boolean holds, String expected, String observed, List<String> evidence) {
    return holds
        ? new Outcome.Passed(observed, evidence)
        : new Outcome.Failed(expected, observed, evidence);
  }

  /** Passed if the two have the same text, otherwise Failed. */
  static Outcome equal(String what, Object expected, Object observed, Observation... evidence) {
    String wanted = String.valueOf(expected);
    String seen = String.valueOf(observed);
    return when(wanted.equals(seen), what + ": " + wanted, what + ": " + seen, evidence);
  }

  /** The first outcome that is not Passed, or all that was observed. */
  static Outcome all(Outcome... outcomes) {
    return all(List.of(outcomes));
  }

  /**
   * The first outcome that is not Passed, or all that was observed.
   *
   * @param outcomes at least one
   */
  static Outcome all(List<Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      throw new IllegalArgumentException("nothing was judged");
    }
    List<String> observed = new ArrayList<>();
    List<String> evidence = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (!(outcome instanceof Outcome.Passed passed)) {
        return outcome;
      }
      observed.add(passed.observed());
      evidence.addAll(passed.evidence());
    }
    return new Outcome.Passed(String.join("; ", observed), evidence);
  }

  /** The lines of observations, as evidence. */
  static List<String> lines(Observation... observations) {
    return List.of(observations).stream().map(Observation::line).toList();
  }
}
