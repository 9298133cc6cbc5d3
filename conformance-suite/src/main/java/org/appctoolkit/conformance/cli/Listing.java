package org.appctoolkit.conformance.cli;

import java.util.List;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.run.Order;
import org.appctoolkit.conformance.scenario.Expectation;
import org.appctoolkit.document.Quote;
import org.appctoolkit.spec.SpecVersion;

/** What would be judged, as lines of text. */
final class Listing {
  private Listing() {}

  /** One line for each expectation. */
  static void print(List<Order> orders, SpecVersion version, Terminal terminal) {
    for (Order order : orders) {
      for (Expectation expectation : order.expectations()) {
        terminal.print(
            "%-50s  %-6s  %-40s  %s"
                .formatted(
                    expectation.id(),
                    expectation.clause().levelAt(version),
                    expectation.clause().id(),
                    expectation.clause().sentence()));
      }
    }
  }

  /** One line for each expectation: whether a runtime would be asked. */
  static void printPlan(List<Order> orders, RuntimeDescription runtime, Terminal terminal) {
    int asked = 0;
    int skipped = 0;
    for (Order order : orders) {
      for (Expectation expectation : order.expectations()) {
        List<String> missing = expectation.missing(runtime);
        if (missing.isEmpty()) {
          asked++;
          terminal.print("play  " + expectation.id());
        } else {
          skipped++;
          terminal.print(
              "skip  %s  (%s %s does not claim %s)"
                  .formatted(
                      expectation.id(),
                      Quote.escape(runtime.name()),
                      Quote.escape(runtime.version()),
                      String.join(", ", missing)));
        }
      }
    }
    terminal.print("%d to be judged, %d to be skipped".formatted(asked, skipped));
  }
}
