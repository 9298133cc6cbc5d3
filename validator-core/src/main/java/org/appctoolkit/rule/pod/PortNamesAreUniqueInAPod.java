package org.appctoolkit.rule.pod;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** No two apps have a port of the same name. */
final class PortNamesAreUniqueInAPod implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Pointer> owners = new HashMap<>();
    for (App app : pod.apps()) {
      List<Located<String>> names =
          app.ports().stream().flatMap(port -> port.name().stream()).toList();
      for (Located<String> name : names) {
        Pointer owner = owners.putIfAbsent(name.value(), app.pointer());
        if (owner != null && !owner.equals(app.pointer())) {
          problems.add(
              Problem.at(
                  name.pointer(), "port " + Quote.of(name.value()) + " is already in " + owner));
        }
      }
    }
    return problems;
  }
}
