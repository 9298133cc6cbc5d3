package org.appctoolkit.rule.isolator;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Duplicates;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** os/unix/sysctl stands at most once in its place. */
final class SysctlStandsOnce implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (Isolators isolators : manifest.isolators()) {
      problems.addAll(Duplicates.of("isolator", isolators.named("os/unix/sysctl"), Isolator::name));
    }
    return problems;
  }
}
