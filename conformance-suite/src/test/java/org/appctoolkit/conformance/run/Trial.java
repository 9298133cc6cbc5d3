package org.appctoolkit.conformance.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RuntimeDriver;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Pace;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.spec.SpecVersion;

/** A run of small scenarios, and what a listener was told of it. */
public final class Trial implements RunListener {
  /** A clause that a runtime must keep. */
  public static final String CLAUSE = "apps-share-the-pid-namespace";

  /** Short times, for what hangs. */
  static final Patience SHORT =
      new Patience(
          Duration.ofMillis(200),
          Duration.ofSeconds(20),
          Duration.ofMillis(200),
          Duration.ofSeconds(30));

  /** A short time for removing things. */
  static final Patience BRIEF_CLEARING =
      new Patience(
          Duration.ofSeconds(20),
          Duration.ofSeconds(1),
          Duration.ofMillis(200),
          Duration.ofSeconds(30));

  private final List<String> began = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  /** A pod with one app that runs the probe. */
  public static ProbePod pod() {
    return ProbePod.of("one", ProbeApp.of("main", ProbeImage.named("main")));
  }

  /** A scenario that runs a pod and judges it. */
  public static Scenario scenario(String id, Judgement judgement) {
    return Scenario.of(id, "a pod runs", stage -> stage.run(pod()))
        .expecting("it", CLAUSE, judgement);
  }

  /** One that passes if the pod was executed. */
  public static Scenario passing(String id) {
    return scenario(
        id,
        scene ->
            Judgement.equal(
                "pid", 2, scene.pod("one").app("main").main().one("begin").text("pid")));
  }

  static List<Order> orders(Scenario... scenarios) throws Selection.NothingException {
    return Selection.ALL.of(List.of(scenarios), SpecVersion.NEWEST);
  }

  static Run run(RuntimeDriver driver, Path directory, int jobs, Patience patience)
      throws IOException, DriverException, InterruptedException {
    return new Run(
        driver,
        driver.describe(),
        SpecVersion.NEWEST,
        new ProbeProgram("amd64", Octets.of(new byte[] {1})),
        directory,
        new Pace(1),
        jobs,
        patience);
  }

  Run.Played play(RuntimeDriver driver, Path directory, Patience patience, Scenario... scenarios)
      throws Exception {
    return run(driver, directory, 2, patience).play(orders(scenarios), this);
  }

  List<String> began() {
    return began;
  }

  List<String> complaints() {
    return complaints;
  }

  @Override
  public void began(Scenario scenario) {
    began.add(scenario.id());
  }

  @Override
  public void ended(
      Scenario scenario, List<Verdict> verdicts, long milliseconds, List<String> left) {
    complaints.addAll(left);
  }

  @Override
  public void cleared(List<String> left) {
    complaints.addAll(left);
  }
}
