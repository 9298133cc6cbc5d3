package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Symbolic links have targets. */
final class SymlinkTargetsAreGiven implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (entry.type() == EntryType.SYMBOLIC_LINK && entry.linkName().isEmpty()) {
      return List.of(
          Problem.atEntry(
              entry.name(), entry.headerOffset(), "the symbolic link leads to nothing at all"));
    }
    return List.of();
  }
}
