package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A request or limit is a whole number, written without fraction or milli. */
final class ResourceQuantityIsWhole implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Resources.amounts(manifest).stream()
        .filter(
            amount ->
                amount
                    .quantity()
                    .filter(it -> it.hasFraction() || it.suffix().matches("[mun]"))
                    .isPresent())
        .map(amount -> amount.problem("is not a whole number"))
        .toList();
  }
}
