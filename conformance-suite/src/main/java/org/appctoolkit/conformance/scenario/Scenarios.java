package org.appctoolkit.conformance.scenario;

import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.conformance.scenario.execution.ExecutionScenarios;

/** All scenarios, section by section of the specification. */
public final class Scenarios {
  /** In the order of the specification. */
  public static final List<Scenario> ALL =
      Stream.of(ExecutionScenarios.ALL).flatMap(List::stream).toList();

  private Scenarios() {}
}
