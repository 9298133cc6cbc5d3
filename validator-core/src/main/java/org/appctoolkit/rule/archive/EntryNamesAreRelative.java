package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Names do not begin with a slash. */
final class EntryNamesAreRelative implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (arrival.path().isAbsolute()) {
      return List.of(
          Problem.atEntry(entry.name(), entry.headerOffset(), "the name begins with a slash")
              .help("write it from the top level of the image: manifest, rootfs/…"));
    }
    return List.of();
  }
}
