package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A name stands for one entry. */
final class EntryNamesAreUnique implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    int earlier = arrival.spot().node();
    // Where a directory is only implied, something else in its place is another matter.
    boolean again =
        arrival.path().depth() > 0
            && earlier != ImageTree.NONE
            && !arrival.tree().isImplied(earlier);
    if (again) {
      return List.of(
          Problem.atEntry(
              entry.name(),
              entry.headerOffset(),
              "there is an entry of this name at byte " + arrival.tree().headerOffset(earlier)));
    }
    return List.of();
  }
}
