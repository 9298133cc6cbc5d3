package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** An app retains or removes, not both. */
final class SeccompSetsExcludeOneAnother implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Exclusion.of(manifest, "os/linux/seccomp-retain-set", "os/linux/seccomp-remove-set");
  }
}
