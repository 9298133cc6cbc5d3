package org.appctoolkit.rule.manifest;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The executable begins with a slash. */
final class AppExecIsAnAbsolutePath implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (App app : manifest.apps()) {
      app.exec().stream()
          .limit(1)
          .filter(executable -> !executable.value().startsWith("/"))
          .map(
              executable ->
                  Problem.at(
                      executable.pointer(),
                      Quote.of(executable.value()) + " is not an absolute path"))
          .forEach(problems::add);
    }
    return problems;
  }
}
