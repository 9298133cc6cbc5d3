package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A request or limit can be read. */
final class ResourceQuantityIsWellFormed implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Resources.amounts(manifest).stream()
        .filter(amount -> amount.quantity().isEmpty())
        .map(amount -> amount.problem("is no quantity such as 500m, 1G or 2Gi"))
        .toList();
  }
}
