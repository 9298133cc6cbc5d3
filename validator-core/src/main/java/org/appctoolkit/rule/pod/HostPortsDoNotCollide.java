package org.appctoolkit.rule.pod;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.model.PodPort;
import org.appctoolkit.model.Port;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Each port, address and protocol of the host is forwarded once. */
final class HostPortsDoNotCollide implements Rule<PodManifest> {
  /** Enough to see what is wrong; keeps hostile manifests from taking quadratic time. */
  private static final int MOST = 100;

  @Override
  public List<Problem> check(PodManifest pod) {
    List<Problem> problems = new ArrayList<>();
    Map<Long, List<PodPort>> seen = new HashMap<>();
    for (PodPort port : pod.ports()) {
      Located<Long> number = port.hostPort().orElse(null);
      if (number == null || problems.size() >= MOST) {
        continue;
      }
      List<PodPort> others = seen.computeIfAbsent(number.value(), it -> new ArrayList<>());
      others.stream()
          .filter(other -> sameAddress(port, other) && sameProtocol(pod, port, other))
          .findFirst()
          .ifPresent(
              other ->
                  problems.add(
                      Problem.at(
                          number.pointer(),
                          "host port "
                              + number.value()
                              + " is already forwarded at "
                              + other.pointer())));
      others.add(port);
    }
    return problems;
  }

  private static boolean sameAddress(PodPort port, PodPort other) {
    return port.hostIp().isEmpty()
        || other.hostIp().isEmpty()
        || port.hostIp().get().value().equals(other.hostIp().get().value());
  }

  private static boolean sameProtocol(PodManifest pod, PodPort port, PodPort other) {
    Optional<String> mine = protocol(pod, port);
    Optional<String> others = protocol(pod, other);
    return mine.isEmpty() || others.isEmpty() || mine.equals(others);
  }

  /**
   * The protocol, if the manifest tells: that of the podPort, or of the app's port of this name.
   */
  private static Optional<String> protocol(PodManifest pod, PodPort port) {
    String name = port.name().map(Located::value).orElse("");
    return port.podPort()
        .or(
            () ->
                pod.apps().stream()
                    .flatMap(app -> app.ports().stream())
                    .filter(it -> it.name().map(Located::value).orElse("").equals(name))
                    .findFirst())
        .flatMap(Port::protocol)
        .map(Located::value);
  }
}
