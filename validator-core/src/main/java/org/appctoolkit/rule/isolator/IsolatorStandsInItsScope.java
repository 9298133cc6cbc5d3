package org.appctoolkit.rule.isolator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.appctoolkit.model.DefinedIsolators;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** An isolator stands in an app or a pod, as its scope says. */
final class IsolatorStandsInItsScope implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (Isolators isolators : manifest.isolators()) {
      for (Isolator isolator : isolators.list()) {
        isolator
            .name()
            .filter(
                name ->
                    !DefinedIsolators.scopes(name.value(), manifest.version())
                        .orElse(Set.of(isolators.scope()))
                        .contains(isolators.scope()))
            .ifPresent(
                name ->
                    problems.add(
                        Problem.at(
                            name.pointer(),
                            name.value()
                                + " stands in "
                                + (isolators.scope() == Isolators.Scope.APP
                                    ? "an app, its scope is the pod"
                                    : "a pod, its scope is the app"))));
      }
    }
    return problems;
  }
}
