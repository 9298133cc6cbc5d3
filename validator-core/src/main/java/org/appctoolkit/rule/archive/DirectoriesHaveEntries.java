package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Directories come before what is in them. */
final class DirectoriesHaveEntries implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (arrival.spot().missing() > 0) {
      return List.of(
          Problem.atEntry(
              entry.name(),
              entry.headerOffset(),
              "the directory above it has no entry before this one"));
    }
    return List.of();
  }
}
