package org.appctoolkit.conformance.scenario.volumes;

import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.conformance.scenario.Scenario;

/** The scenarios about volumes and the places where apps find them. */
public final class VolumeScenarios {
  /** In the order of the specification. */
  public static final List<Scenario> ALL =
      Stream.of(HostVolumes.ALL, EmptyVolumes.ALL, VolumeTargets.ALL)
          .flatMap(List::stream)
          .toList();

  private VolumeScenarios() {}
}
