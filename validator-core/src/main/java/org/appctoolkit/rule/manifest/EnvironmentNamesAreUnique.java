package org.appctoolkit.rule.manifest;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.rule.Duplicates;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Each environment variable of an app has a name of its own. */
final class EnvironmentNamesAreUnique implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (App app : manifest.apps()) {
      problems.addAll(Duplicates.of("environment variable", app.environment(), NamedValue::name));
    }
    return problems;
  }
}
