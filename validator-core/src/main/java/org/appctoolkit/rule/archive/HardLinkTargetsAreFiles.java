package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Hard links lead to regular files. */
final class HardLinkTargetsAreFiles implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    int target = arrival.hardLinkTarget();
    if (target == ImageTree.NONE || isFile(arrival.tree().type(target))) {
      return List.of();
    }
    String message =
        Quote.of(entry.linkName().text())
            + " is "
            + EntryTypes.words(arrival.tree().type(target))
            + ", not a regular file";
    return List.of(Problem.atEntry(entry.name(), entry.headerOffset(), message));
  }

  private static boolean isFile(EntryType type) {
    return type == EntryType.FILE || type == EntryType.SPARSE_FILE;
  }
}
