package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The rootfs is a directory. */
final class RootfsIsADirectory implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (arrival.path().is("rootfs") && entry.type() != EntryType.DIRECTORY) {
      return List.of(
          Problem.atEntry(
              entry.name(),
              entry.headerOffset(),
              "the rootfs is " + EntryTypes.words(entry.type()) + ", not a directory"));
    }
    return List.of();
  }
}
