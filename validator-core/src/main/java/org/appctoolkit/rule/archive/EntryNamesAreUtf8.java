package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Names are UTF-8. */
final class EntryNamesAreUtf8 implements Rule<Arrival> {
  /** The digit of the name is a word of its own in the id. */
  @Override
  public String id() {
    return "entry-names-are-utf-8";
  }

  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (!entry.name().isUtf8()) {
      return List.of(Problem.atEntry(entry.name(), entry.headerOffset(), "the name is not UTF-8"));
    }
    return List.of();
  }
}
