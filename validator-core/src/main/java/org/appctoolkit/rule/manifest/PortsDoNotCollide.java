package org.appctoolkit.rule.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.Port;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** No two ports in one network namespace have a number and protocol in common. */
final class PortsDoNotCollide implements Rule<Manifest> {
  private record Claim(long last, Pointer owner) {}

  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    Map<String, NavigableMap<Long, Claim>> claimed = new HashMap<>();
    for (App app : manifest.apps()) {
      for (Port port : app.ports()) {
        if (port.number().filter(number -> number.value() > 0).isPresent()) {
          String protocol = port.protocol().map(Located::value).orElse("");
          claim(port, claimed.computeIfAbsent(protocol, it -> new TreeMap<>()), problems);
        }
      }
    }
    return problems;
  }

  /**
   * Enters the port under its first number. What is entered never overlaps: a port that collides
   * adds to the one it collides with what it has beyond it.
   */
  private static void claim(Port port, NavigableMap<Long, Claim> claimed, List<Problem> problems) {
    long first = port.first();
    long last = port.last();
    Pointer owner = port.pointer();
    Map.Entry<Long, Claim> neighbour = claimed.floorEntry(last);
    if (neighbour != null && neighbour.getValue().last() >= first) {
      owner = neighbour.getValue().owner();
      problems.add(
          Problem.at(
              port.number().orElseThrow().pointer(), "the port is already that of " + owner));
    }
    while (neighbour != null && neighbour.getValue().last() >= first) {
      first = Math.min(first, neighbour.getKey());
      last = Math.max(last, neighbour.getValue().last());
      claimed.remove(neighbour.getKey());
      neighbour = claimed.floorEntry(last);
    }
    claimed.put(first, new Claim(last, owner));
  }
}
