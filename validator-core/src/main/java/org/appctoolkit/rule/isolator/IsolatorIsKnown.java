package org.appctoolkit.rule.isolator;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.DefinedIsolators;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;
import org.appctoolkit.spec.SpecVersion;

/** The isolator is one its version defines. */
final class IsolatorIsKnown implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (Isolators isolators : manifest.isolators()) {
      for (Isolator isolator : isolators.list()) {
        isolator
            .name()
            .filter(name -> !name.value().isEmpty())
            .filter(name -> DefinedIsolators.scopes(name.value(), manifest.version()).isEmpty())
            .ifPresent(name -> problems.add(unknown(name, manifest.version())));
      }
    }
    return problems;
  }

  private static Problem unknown(Located<String> name, SpecVersion version) {
    Problem problem =
        Problem.at(name.pointer(), Quote.of(name.value()) + " is no isolator of the specification");
    return DefinedIsolators.versions(name.value())
        .map(versions -> problem.help("it is one at other versions (" + versions + ")"))
        .orElseGet(
            () ->
                problem.help(
                    "an executor may ignore it; "
                        + version
                        + " defines "
                        + String.join(", ", DefinedIsolators.names(version))));
  }
}
