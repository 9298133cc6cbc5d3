package org.appctoolkit.rule.isolator;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A resource isolator says how much. */
final class ResourceLimitIsGiven implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (Isolators isolators : manifest.isolators()) {
      for (Isolator isolator : Resources.of(isolators)) {
        if (isolator.parameter("limit").isEmpty() && isolator.parameter("request").isEmpty()) {
          problems.add(
              Problem.at(
                  isolator.value().orElseThrow().pointer(),
                  isolator.name().orElseThrow().value() + " has no limit"));
        }
      }
    }
    return problems;
  }
}
