package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.Quantity;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A request or limit is not below zero. */
final class ResourceQuantityIsNotNegative implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Resources.amounts(manifest).stream()
        .filter(amount -> amount.quantity().filter(Quantity::isNegative).isPresent())
        .map(amount -> amount.problem("is negative"))
        .toList();
  }
}
