package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.Quantity;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;
import org.appctoolkit.spec.SpecVersion;

/** A request or limit has a form that the text names. */
final class ResourceQuantityUsesTheSuffixesOfTheText implements Rule<Manifest> {
  private static final SpecVersion EXPONENTS_UNTIL = new SpecVersion(0, 5, 1);

  private static boolean isOfTheText(Quantity quantity, SpecVersion version) {
    return quantity.isExponential()
        ? version.compareTo(EXPONENTS_UNTIL) <= 0
        : !quantity.suffix().matches("[knu]");
  }

  @Override
  public List<Problem> check(Manifest manifest) {
    return Resources.amounts(manifest).stream()
        .filter(
            amount ->
                amount.quantity().filter(it -> !isOfTheText(it, manifest.version())).isPresent())
        .map(
            amount -> amount.problem("has a suffix or exponent that only the reference code knows"))
        .toList();
  }
}
