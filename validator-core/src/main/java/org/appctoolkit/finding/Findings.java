package org.appctoolkit.finding;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The findings of one document, in the order of its text; at one place the heavier first.
 *
 * @param all each of them
 */
public record Findings(List<Finding> all) {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing((Finding finding) -> finding.region().start())
          .thenComparing(Finding::severity, Comparator.reverseOrder())
          .thenComparing(Finding::rule)
          .thenComparing(finding -> finding.pointer().toString())
          .thenComparing(Finding::message);

  /** Sorts, and drops what was found twice. */
  public Findings {
    all = all.stream().distinct().sorted(ORDER).toList();
  }

  /** The severity of the heaviest; empty if there is none at all. */
  public Optional<Severity> worst() {
    return all.stream().map(Finding::severity).max(Comparator.naturalOrder());
  }

  /** How many there are of a severity. */
  public int count(Severity severity) {
    return (int) all.stream().filter(finding -> finding.severity() == severity).count();
  }
}
