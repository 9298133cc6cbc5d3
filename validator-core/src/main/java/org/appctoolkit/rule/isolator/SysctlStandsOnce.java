package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** os/unix/sysctl stands at most once in its place. */
final class SysctlStandsOnce implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Once.repeated(manifest, Once.SYSCTL);
  }
}
