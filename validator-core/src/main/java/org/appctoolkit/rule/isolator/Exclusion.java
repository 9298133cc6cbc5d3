package org.appctoolkit.rule.isolator;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;

/** Finds two isolators in one place that contradict one another. */
final class Exclusion {
  private Exclusion() {}

  /** A problem at the later one in every place that has isolators of both names. */
  static List<Problem> of(Manifest manifest, String name, String other) {
    List<Problem> problems = new ArrayList<>();
    for (Isolators isolators : manifest.isolators()) {
      List<Isolator> both =
          isolators.list().stream().filter(it -> it.isNamed(name) || it.isNamed(other)).toList();
      for (Isolator isolator : both) {
        if (!isolator.isNamed(both.get(0).name().orElseThrow().value())) {
          problems.add(
              Problem.at(
                  isolator.name().orElseThrow().pointer(),
                  name + " and " + other + " stand together"));
          break;
        }
      }
    }
    return problems;
  }
}
