package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Nothing is written through a symbolic link. */
final class EntriesAreNotBelowSymlinks implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    ImageTree tree = arrival.tree();
    int obstacle = arrival.spot().obstacle();
    if (obstacle == ImageTree.NONE || tree.type(obstacle) != EntryType.SYMBOLIC_LINK) {
      return List.of();
    }
    String message =
        Quote.of(tree.path(obstacle).text())
            + " above it is a symbolic link to "
            + Quote.of(tree.target(obstacle).text());
    return List.of(Problem.atEntry(entry.name(), entry.headerOffset(), message));
  }
}
