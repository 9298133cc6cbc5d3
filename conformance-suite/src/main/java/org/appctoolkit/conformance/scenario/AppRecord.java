package org.appctoolkit.conformance.scenario;

import org.appctoolkit.conformance.probe.Observations;

/**
 * An app that a runtime was asked to run: what it wrote.
 *
 * @param stdout what it wrote there; both streams, if the runtime does not tell them apart
 * @param stderr what it wrote there
 * @param observations those in both streams
 */
public record AppRecord(String name, Log stdout, Log stderr, Observations observations) {
  /** The observations of its processes in one role. */
  public Observations seen(String who) {
    return observations.of(who);
  }

  /** The observations of its main process. */
  public Observations main() {
    return seen("main");
  }
}
