package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.image.EntryPath;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Hard links name earlier entries. */
final class HardLinkTargetsExist implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (entry.type() != EntryType.HARD_LINK) {
      return List.of();
    }
    EntryPath target = arrival.link().path();
    if (target.climbs() || target.isAbsolute() || arrival.link().node() != ImageTree.NONE) {
      return List.of();
    }
    String message = "no entry before it is called " + Quote.of(entry.linkName().text());
    return List.of(
        Problem.atEntry(entry.name(), entry.headerOffset(), message)
            .help(
                "the target of a hard link is the whole name of an earlier entry, such as"
                    + " rootfs/bin/sh"));
  }
}
