package org.appctoolkit.conformance.report;

/**
 * An account of a run, written while the events come, in their order; complete after {@link
 * Event.Ended}.
 *
 * <p>A writer that fails keeps the failure to itself, as {@link java.io.PrintWriter} does; its
 * owner asks it. Not safe for use by several threads.
 */
@FunctionalInterface
public interface Report {
  /** Writes what an event tells. */
  void add(Event event);
}
