package org.appctoolkit.rule.isolator;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Duplicates;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** No isolator stands twice, apart from those with a rule of their own. */
final class IsolatorsAreNotRepeated implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (Isolators isolators : manifest.isolators()) {
      List<Isolator> others =
          isolators.list().stream()
              .filter(it -> Once.NAMES.stream().noneMatch(it::isNamed))
              .toList();
      problems.addAll(Duplicates.of("isolator", others, Isolator::name));
    }
    return problems;
  }
}
