package org.appctoolkit.rule.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.Port;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** No two ports in one network namespace have a number and protocol in common. */
final class PortsDoNotCollide implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    Map<String, NavigableMap<Long, Port>> claimed = new HashMap<>();
    for (App app : manifest.apps()) {
      for (Port port : app.ports()) {
        if (port.number().isPresent()) {
          String protocol = port.protocol().map(it -> it.value()).orElse("");
          claim(port, claimed.computeIfAbsent(protocol, it -> new TreeMap<>()), problems);
        }
      }
    }
    return problems;
  }

  /** Enters the port under its first number, unless one that is already there overlaps it. */
  private static void claim(Port port, NavigableMap<Long, Port> claimed, List<Problem> problems) {
    Map.Entry<Long, Port> neighbour = claimed.floorEntry(port.last());
    if (neighbour != null && neighbour.getValue().last() >= port.first()) {
      problems.add(
          Problem.at(
              port.number().orElseThrow().pointer(),
              "the port is already that of " + neighbour.getValue().pointer()));
    } else {
      claimed.put(port.first(), port);
    }
  }
}
