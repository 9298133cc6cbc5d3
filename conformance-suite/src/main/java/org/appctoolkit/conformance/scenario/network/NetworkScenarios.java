package org.appctoolkit.conformance.scenario.network;

import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.conformance.scenario.Scenario;

/** The scenarios about how pods are reached over networks. */
public final class NetworkScenarios {
  /** In the order of the specification. */
  public static final List<Scenario> ALL =
      Stream.of(PodNetwork.ALL, HostPorts.ALL, SocketActivation.ALL).flatMap(List::stream).toList();

  private NetworkScenarios() {}
}
