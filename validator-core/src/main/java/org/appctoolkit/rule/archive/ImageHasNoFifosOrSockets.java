package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** There are no FIFOs. */
final class ImageHasNoFifosOrSockets implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (entry.type() == EntryType.FIFO) {
      return List.of(Problem.atEntry(entry.name(), entry.headerOffset(), "this is a FIFO"));
    }
    return List.of();
  }
}
