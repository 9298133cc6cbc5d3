package org.appctoolkit.rule.pod;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A forwarded port names a port of an app, if the manifest has them all. */
final class PodPortNamesAPortOfAnApp implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    if (pod.podApps().stream().anyMatch(podApp -> podApp.app().isEmpty())) {
      return List.of();
    }
    Set<String> names = new HashSet<>();
    pod.apps().stream()
        .flatMap(app -> app.ports().stream())
        .flatMap(port -> port.name().stream())
        .forEach(name -> names.add(name.value()));
    return pod.podPorts().stream()
        .filter(port -> port.podPort().isEmpty())
        .flatMap(port -> port.name().stream())
        .filter(name -> !names.contains(name.value()))
        .map(name -> Problem.at(name.pointer(), "no app has a port " + Quote.of(name.value())))
        .toList();
  }
}
