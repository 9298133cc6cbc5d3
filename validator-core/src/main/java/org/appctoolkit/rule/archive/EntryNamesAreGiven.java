package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Entries have names. */
final class EntryNamesAreGiven implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (entry.name().isEmpty()) {
      return List.of(
          Problem.atEntry(entry.name(), entry.headerOffset(), "an entry without a name"));
    }
    return List.of();
  }
}
