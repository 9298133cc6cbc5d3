package org.appctoolkit.rule.isolator;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** All is for sets to retain, empty for sets to remove. */
final class SeccompWildcardsFitTheirSet implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (Isolator isolator : Sets.isolators(manifest, Sets.SECCOMP)) {
      String fitting = Wildcards.of(isolator);
      Sets.elements(isolator).stream()
          .filter(
              name -> name.value().equals(Wildcards.ALL) || name.value().equals(Wildcards.EMPTY))
          .filter(name -> !name.value().equals(fitting))
          .map(name -> Problem.at(name.pointer(), name.value() + " has no meaning in this set"))
          .forEach(problems::add);
    }
    return problems;
  }
}
