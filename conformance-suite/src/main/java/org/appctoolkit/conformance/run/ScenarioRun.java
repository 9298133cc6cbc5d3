package org.appctoolkit.conformance.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Expectation;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;

/** One scenario, played once. */
final class ScenarioRun {
  private ScenarioRun() {}

  /** What became of each of these expectations, in their order. */
  static List<Verdict> of(Scenario scenario, List<Expectation> expectations, LiveStage stage)
      throws InterruptedException {
    List<Verdict> verdicts = new ArrayList<>();
    Outcome whole = play(scenario, stage);
    for (Expectation expectation : expectations) {
      verdicts.add(
          Verdict.of(scenario, expectation, stage.version(), judge(whole, expectation, stage)));
    }
    return verdicts;
  }

  private static Outcome play(Scenario scenario, LiveStage stage) throws InterruptedException {
    try {
      scenario.play().on(stage);
      return new Outcome.Passed("played", List.of());
    } catch (RefusedException e) {
      return new Outcome.Failed(
          "the runtime runs the pods of the scenario",
          "it refused: " + e.reason(),
          stage.scene().evidence());
    } catch (UnseenException e) {
      return Expectation.unseen(e);
    } catch (DriverException | IOException e) {
      return new Outcome.Errored(String.valueOf(e.getMessage()), stage.scene().evidence());
    } catch (RuntimeException e) {
      return new Outcome.Errored("the suite has a bug: " + e, stage.scene().evidence());
    }
  }

  private static Outcome judge(Outcome whole, Expectation expectation, LiveStage stage) {
    if (!(whole instanceof Outcome.Passed)) {
      return whole;
    }
    return expectation.judge(stage.scene());
  }
}
