package org.appctoolkit.conformance.scenario.execution;

import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.conformance.scenario.Scenario;

/** The scenarios about how apps are executed, live, end and write. */
public final class ExecutionScenarios {
  /** In the order of the specification. */
  public static final List<Scenario> ALL =
      Stream.of(
              ExecutionEnvironment.ALL,
              Executables.ALL,
              Identity.ALL,
              EventHandlers.ALL,
              Stopping.ALL,
              Endings.ALL,
              Logging.ALL)
          .flatMap(List::stream)
          .toList();

  private ExecutionScenarios() {}
}
