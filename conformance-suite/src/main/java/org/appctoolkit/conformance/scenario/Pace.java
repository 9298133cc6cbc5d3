package org.appctoolkit.conformance.scenario;

import java.time.Duration;

/**
 * How slow a machine is, compared with one that is idle and has two processors.
 *
 * @param factor 1 on such a machine, more on a slower one; never less than 1
 */
public record Pace(double factor) {
  /** Refuses factors below 1. */
  public Pace {
    if (!(factor >= 1)) {
      throw new IllegalArgumentException("a pace is at least 1: " + factor);
    }
  }

  /** So long a time on this machine. */
  public Duration of(Duration usual) {
    return Duration.ofMillis(Math.round(usual.toMillis() * factor));
  }
}
