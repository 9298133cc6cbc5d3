package org.appctoolkit.conformance.scenario;

/** What a scenario cannot share with others that run at the same time. */
public enum Resource {
  /** The whole machine: the scenario measures time or amounts, or takes all there is. */
  MACHINE,
  /** A port of the host that is the same in every run. */
  HOST_PORTS
}
