package org.appctoolkit.rule.manifest;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The group is a name, a number or a path that some rootfs can have. */
final class AppGroupCanBeResolved implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (App app : manifest.apps()) {
      app.group().flatMap(Owners::fault).ifPresent(problems::add);
    }
    return problems;
  }
}
