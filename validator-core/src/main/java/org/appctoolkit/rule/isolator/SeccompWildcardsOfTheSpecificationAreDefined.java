package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The scope @appc.io/ has two names. */
final class SeccompWildcardsOfTheSpecificationAreDefined implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Sets.elements(manifest, Sets.SECCOMP).stream()
        .filter(name -> name.value().matches("@appc\\.io/.+"))
        .filter(
            name -> !name.value().equals(Wildcards.ALL) && !name.value().equals(Wildcards.EMPTY))
        .map(
            name ->
                Problem.at(
                    name.pointer(),
                    Quote.of(name.value()) + " is no wildcard of the specification"))
        .toList();
  }
}
