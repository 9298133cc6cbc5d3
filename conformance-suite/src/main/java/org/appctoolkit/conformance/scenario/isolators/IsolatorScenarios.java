package org.appctoolkit.conformance.scenario.isolators;

import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.conformance.scenario.Scenario;

/** All scenarios about isolators, in the order of the specification. */
public final class IsolatorScenarios {
  /** In the order of the specification. */
  public static final List<Scenario> ALL =
      Stream.of(
              IsolatorsInGeneral.ALL,
              SystemCalls.ALL,
              SelinuxContexts.ALL,
              ApparmorProfiles.ALL,
              AbsentSecurityModules.ALL,
              CapabilitySets.ALL,
              NewPrivileges.ALL,
              BlockDevices.ALL,
              Processors.ALL,
              Memory.ALL,
              NetworkBandwidth.ALL,
              KernelParameters.ALL)
          .flatMap(List::stream)
          .toList();

  private IsolatorScenarios() {}
}
