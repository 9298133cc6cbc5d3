package org.appctoolkit.rule.isolator;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A request is not above its limit. */
final class ResourceRequestIsWithinLimit implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (Isolators isolators : manifest.isolators()) {
      for (Isolator isolator : Resources.of(isolators)) {
        Resources.Amount request = Resources.amount(isolator, "request").orElse(null);
        Resources.Amount limit = Resources.amount(isolator, "limit").orElse(null);
        if (request != null && limit != null && isAbove(request, limit)) {
          problems.add(request.problem("is above the limit " + limit.shown()));
        }
      }
    }
    return problems;
  }

  private static boolean isAbove(Resources.Amount request, Resources.Amount limit) {
    return request
        .quantity()
        .filter(it -> limit.quantity().filter(bound -> it.compareTo(bound) > 0).isPresent())
        .isPresent();
  }
}
