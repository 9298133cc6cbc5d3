package org.appctoolkit.rule.pod;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.model.PodPort;
import org.appctoolkit.model.Port;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Each port, address and protocol of the host is forwarded once. */
final class HostPortsDoNotCollide implements Rule<PodManifest> {
  private static final String EVERY_ADDRESS = "";

  private record Claim(long hostPort, String protocol) {}

  @Override
  public List<Problem> check(PodManifest pod) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> protocols = protocols(pod);
    Map<Claim, Map<String, Pointer>> claimed = new HashMap<>();
    for (PodPort port : pod.podPorts()) {
      if (port.hostPort().isEmpty()) {
        continue;
      }
      Claim claim = new Claim(port.hostPort().get().value(), protocol(port, protocols));
      Map<String, Pointer> addresses = claimed.computeIfAbsent(claim, it -> new HashMap<>());
      String address = port.hostIp().map(Located::value).orElse(EVERY_ADDRESS);
      earlier(addresses, address)
          .ifPresent(
              earlier ->
                  problems.add(
                      Problem.at(
                          port.hostPort().get().pointer(),
                          "host port "
                              + claim.hostPort()
                              + " is already forwarded at "
                              + earlier)));
      addresses.putIfAbsent(address, port.pointer());
    }
    return problems;
  }

  private static Optional<Pointer> earlier(Map<String, Pointer> addresses, String address) {
    Pointer same = addresses.getOrDefault(address, addresses.get(EVERY_ADDRESS));
    return same == null && address.equals(EVERY_ADDRESS)
        ? addresses.values().stream().min(Comparator.comparing(Pointer::toString))
        : Optional.ofNullable(same);
  }

  /** The protocol of each port of an app, by the port's name. */
  private static Map<String, String> protocols(PodManifest pod) {
    Map<String, String> protocols = new HashMap<>();
    for (App app : pod.apps()) {
      for (Port port : app.ports()) {
        if (port.name().isPresent() && port.protocol().isPresent()) {
          protocols.putIfAbsent(port.name().get().value(), port.protocol().get().value());
        }
      }
    }
    return protocols;
  }

  /** The protocol of the podPort, or of the app's port of this name; empty if nobody tells. */
  private static String protocol(PodPort port, Map<String, String> protocols) {
    if (port.podPort().isPresent()) {
      return port.podPort().get().protocol().map(Located::value).orElse("");
    }
    return protocols.getOrDefault(port.name().map(Located::value).orElse(""), "");
  }
}
