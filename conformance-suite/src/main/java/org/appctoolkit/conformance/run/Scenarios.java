package org.appctoolkit.conformance.run;

import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.execution.ExecutionScenarios;
import org.appctoolkit.conformance.scenario.images.ImageScenarios;
import org.appctoolkit.conformance.scenario.isolators.IsolatorScenarios;
import org.appctoolkit.conformance.scenario.metadata.MetadataService;
import org.appctoolkit.conformance.scenario.namespaces.SharedNamespaces;
import org.appctoolkit.conformance.scenario.network.NetworkScenarios;
import org.appctoolkit.conformance.scenario.volumes.VolumeScenarios;

/** All scenarios that there are to play, section by section of the specification. */
public final class Scenarios {
  /** In the order of the specification. */
  public static final List<Scenario> ALL =
      Stream.of(
              SharedNamespaces.ALL,
              ImageScenarios.ALL,
              VolumeScenarios.ALL,
              NetworkScenarios.ALL,
              MetadataService.ALL,
              ExecutionScenarios.ALL,
              IsolatorScenarios.ALL)
          .flatMap(List::stream)
          .toList();

  private Scenarios() {}
}
