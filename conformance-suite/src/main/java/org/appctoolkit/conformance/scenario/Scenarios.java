package org.appctoolkit.conformance.scenario;

import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.conformance.scenario.execution.ExecutionScenarios;
import org.appctoolkit.conformance.scenario.isolators.IsolatorScenarios;

/** All scenarios, section by section of the specification. */
public final class Scenarios {
  /** In the order of the specification. */
  public static final List<Scenario> ALL =
      Stream.of(
              SharedNamespaces.ALL,
              FilesystemSetup.ALL,
              ImageArchives.ALL,
              Dependencies.ALL,
              RefusedImages.ALL,
              RefusedManifests.ALL,
              HostVolumes.ALL,
              EmptyVolumes.ALL,
              VolumeTargets.ALL,
              PodNetwork.ALL,
              HostPorts.ALL,
              SocketActivation.ALL,
              MetadataService.ALL,
              ExecutionScenarios.ALL,
              IsolatorScenarios.ALL)
          .flatMap(List::stream)
          .toList();

  private Scenarios() {}
}
