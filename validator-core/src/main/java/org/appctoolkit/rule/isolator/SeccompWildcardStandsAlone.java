package org.appctoolkit.rule.isolator;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Nothing stands beside a wildcard that masks it. */
final class SeccompWildcardStandsAlone implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (Isolator isolator : Sets.isolators(manifest, Sets.SECCOMP)) {
      List<Located<String>> names = Sets.elements(isolator);
      names.stream()
          .filter(name -> names.size() > 1 && name.value().equals(Wildcards.of(isolator)))
          .map(
              name ->
                  Problem.at(name.pointer(), name.value() + " masks the other elements of the set"))
          .forEach(problems::add);
    }
    return problems;
  }
}
