package org.appctoolkit.conformance.scenario.isolators;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.PodRecord;

/** What the judgements of several isolators read out of a scene. */
final class Seen {
  private Seen() {}

  /**
   * Whether a runtime declined to execute a pod, at once or when it was to begin, and says so: one
   * that goes by in silence has not refused what it may refuse.
   */
  static boolean isRefused(PodRecord pod) throws MissingObservationException {
    return pod.refusal().isPresent() || (pod.wasDeclined() && pod.end().state().equals("failed"));
  }

  /** How an app ended, in words. */
  static String ending(PodRecord pod, String app) {
    Optional<PodStatus.AppStatus> ending = pod.ending(app);
    if (ending.isEmpty()) {
      return "its end is not told";
    }
    PodStatus.AppStatus status = ending.get();
    if (status.signal().isPresent()) {
      return "it ended by signal " + status.signal().getAsInt();
    }
    return status.exit().isPresent()
        ? "it ended with status " + status.exit().getAsInt()
        : "it is " + status.state();
  }

  /** Units a second, from what was moved in so many microseconds. */
  static double perSecond(Observation moved, double units) throws UnseenException {
    return units * 1e6 / Math.max(1, moved.number("micros"));
  }

  /**
   * The observation, which tells of a success.
   *
   * @throws MissingObservationException if it tells of a failure
   */
  static Observation success(Observation observation) throws MissingObservationException {
    if (!observation.is("ok")) {
      throw new MissingObservationException("it did not work: " + observation.line());
    }
    return observation;
  }

  /**
   * Throws unless an app has met the others so many times.
   *
   * @throws UnseenException if it was not executed, or has waited for them in vain
   */
  static void requireMet(AppRecord app, int times) throws UnseenException {
    app.main().requireBegun();
    List<Observation> meetings = app.main().every("meet");
    if (meetings.size() < times) {
      throw new MissingObservationException(
          "app %s was at %d of %d meetings".formatted(app.name(), meetings.size(), times));
    }
    for (Observation meeting : meetings.subList(0, times)) {
      success(meeting);
    }
  }

  /** The outcome where an app without a limit got so few processors that nothing can be told. */
  static Outcome tooBusy(double processors, Observation evidence) {
    return new Outcome.Errored(
        "the machine is too busy: without a limit there were %s processors to be had"
            .formatted(rounded(processors)),
        List.of(evidence.line()));
  }

  /** A number with two places. */
  static String rounded(double number) {
    return BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  /** Processors that an app has used, on the average, while it burned their time. */
  static double processors(AppRecord app) throws UnseenException {
    Observation burned = burned(app);
    return (double) burned.number("cpuMicros") / Math.max(1, burned.number("wallMicros"));
  }

  /** What an app tells of having burned time of processors, by itself or through children. */
  static Observation burned(AppRecord app) throws UnseenException {
    Optional<Observation> alone = app.main().first("burn");
    return alone.isPresent() ? alone.get() : app.main().one("burn-cpu");
  }
}
