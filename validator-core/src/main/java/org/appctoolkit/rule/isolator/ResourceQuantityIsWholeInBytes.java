package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A number of bytes or operations is whole. */
final class ResourceQuantityIsWholeInBytes implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Resources.amounts(manifest).stream()
        .filter(
            amount ->
                !amount.isolator().isNamed("resource/cpu")
                    && amount.quantity().filter(it -> !it.isWhole()).isPresent())
        .map(amount -> amount.problem("is not a whole number of bytes or operations"))
        .toList();
  }
}
