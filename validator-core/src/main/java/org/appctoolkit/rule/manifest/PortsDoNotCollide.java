package org.appctoolkit.rule.manifest;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.Port;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** No two ports in one network namespace have a number and protocol in common. */
final class PortsDoNotCollide implements Rule<Manifest> {
  /** Enough to see what is wrong; keeps hostile manifests from taking quadratic time. */
  private static final int MOST = 100;

  @Override
  public List<Problem> check(Manifest manifest) {
    List<Port> ports = manifest.apps().stream().flatMap(app -> app.ports().stream()).toList();
    List<Problem> problems = new ArrayList<>();
    for (int later = 1; later < ports.size() && problems.size() < MOST; later++) {
      Port port = ports.get(later);
      ports.stream()
          .limit(later)
          .filter(port::collidesWith)
          .findFirst()
          .ifPresent(
              earlier ->
                  problems.add(
                      Problem.at(
                          port.number().orElseThrow().pointer(),
                          "the port is already that of " + earlier.pointer())));
    }
    return problems;
  }
}
