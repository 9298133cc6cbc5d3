package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Nothing stands below what is no directory, and no file takes the place of a directory. */
final class ParentsOfEntriesAreDirectories implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    ImageTree tree = arrival.tree();
    int obstacle = arrival.spot().obstacle();
    if (obstacle != ImageTree.NONE && tree.type(obstacle) != EntryType.SYMBOLIC_LINK) {
      String message =
          Quote.of(tree.path(obstacle).text())
              + " above it is "
              + EntryTypes.words(tree.type(obstacle));
      return List.of(Problem.atEntry(entry.name(), entry.headerOffset(), message));
    }
    int there = arrival.spot().node();
    boolean replaces =
        arrival.path().depth() > 0
            && there != ImageTree.NONE
            && tree.isImplied(there)
            && entry.type() != EntryType.DIRECTORY;
    if (replaces) {
      String message =
          "this is " + EntryTypes.words(entry.type()) + ", but an earlier entry stands below it";
      return List.of(Problem.atEntry(entry.name(), entry.headerOffset(), message));
    }
    return List.of();
  }
}
