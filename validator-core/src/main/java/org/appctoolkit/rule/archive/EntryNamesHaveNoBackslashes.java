package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Names have no backslashes. */
final class EntryNamesHaveNoBackslashes implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (entry.name().contains('\\')) {
      return List.of(
          Problem.atEntry(entry.name(), entry.headerOffset(), "the name has a backslash"));
    }
    return List.of();
  }
}
