package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The manifest is a file. */
final class ManifestIsARegularFile implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (arrival.path().is("manifest") && entry.type() != EntryType.FILE) {
      return List.of(
          Problem.atEntry(
              entry.name(),
              entry.headerOffset(),
              "the manifest is " + EntryTypes.words(entry.type()) + ", not a regular file"));
    }
    return List.of();
  }
}
