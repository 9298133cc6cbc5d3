package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A name with @ has a scope, a slash and a name. */
final class SeccompWildcardsAreScoped implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Sets.elements(manifest, Sets.SECCOMP).stream()
        .filter(name -> name.value().startsWith("@"))
        .filter(name -> !name.value().matches("@[^/]+/.+"))
        .map(
            name ->
                Problem.at(
                    name.pointer(), Quote.of(name.value()) + " is not of the form @scope/name"))
        .toList();
  }
}
