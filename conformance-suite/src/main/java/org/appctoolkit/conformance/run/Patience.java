package org.appctoolkit.conformance.run;

import java.time.Duration;

/**
 * How long things may take, on a machine of pace 1.
 *
 * @param scenario one scenario, until it is taken for hanging
 * @param clearing the removal of what a scenario, or the run, leaves
 * @param grace until a driver heeds an interrupt
 * @param run all of it; this one counts as it is, whatever the pace
 */
public record Patience(Duration scenario, Duration clearing, Duration grace, Duration run) {
  /** Far more than anything takes that works. */
  public static final Patience USUAL =
      new Patience(
          Duration.ofMinutes(4),
          Duration.ofMinutes(3),
          Duration.ofSeconds(10),
          Duration.ofHours(1));

  /** The same with another time for all of it. */
  public Patience withRun(Duration other) {
    return new Patience(scenario, clearing, grace, other);
  }
}
