package org.appctoolkit.conformance.report;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.conformance.run.Ending;
import org.appctoolkit.conformance.run.RunListener;
import org.appctoolkit.conformance.run.Verdict;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.SpecVersion;

/** Turns what happens in a run into events, for any number of reports. */
public final class RunReport implements RunListener {
  private final List<Report> reports;
  private final SpecVersion version;
  private final int scenarios;
  private final List<String> complaints = new ArrayList<>();
  private int played;

  /**
   * One that tells at once that the run began.
   *
   * @param reports told of each event, in this order
   */
  public RunReport(List<Report> reports, SpecVersion version, Event.Began began) {
    this.reports = List.copyOf(reports);
    this.version = version;
    this.scenarios = began.scenarios();
    tell(began);
  }

  private void tell(Event event) {
    reports.forEach(it -> it.add(event));
  }

  @Override
  public void ended(
      Scenario scenario, List<Verdict> verdicts, long milliseconds, List<String> left) {
    played++;
    tell(new Event.Played(scenario.id(), scenario.title(), milliseconds, verdicts.size(), left));
    verdicts.forEach(it -> tell(event(it)));
  }

  private Event event(Verdict verdict) {
    Clause clause = verdict.expectation().clause();
    return new Event.Judged(
        verdict.scenario().id(),
        verdict.expectation().id(),
        clause.id(),
        verdict.level(),
        clause.sentence(),
        clause.section().linkAt(version),
        verdict.outcome());
  }

  @Override
  public void cleared(List<String> left) {
    complaints.addAll(left);
  }

  /** Tells that the run is over. */
  public void end(Ending ending, long milliseconds) {
    tell(new Event.Ended(ending.word(), milliseconds, scenarios - played, complaints));
  }
}
