package org.appctoolkit.rule.manifest;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.Port;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A range of ports ends at 65535 or before. */
final class PortRangeEndsInRange implements Rule<Manifest> {
  private static final long LAST = 65535;

  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (Port port : manifest.ports()) {
      long first = port.number().map(Located::value).orElse(0L);
      long count = port.count().map(Located::value).orElse(1L);
      if (first >= 1 && first <= LAST && count > LAST - first + 1) {
        problems.add(
            Problem.at(
                port.count().orElseThrow().pointer(),
                count + " ports from " + first + " on end above " + LAST));
      }
    }
    return problems;
  }
}
