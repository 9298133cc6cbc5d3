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

/** Hard links of the rootfs lead into the rootfs. */
final class HardLinkTargetsStayInTheRootfs implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (entry.type() != EntryType.HARD_LINK || !arrival.isInRootfs()) {
      return List.of();
    }
    EntryPath target = arrival.link().path();
    boolean inside = !target.climbs() && !target.isAbsolute() && target.beginsWith("rootfs");
    boolean exists = arrival.link().node() != ImageTree.NONE;
    if (inside || !(exists || target.climbs() || target.isAbsolute())) {
      return List.of();
    }
    String message = Quote.of(entry.linkName().text()) + " is not in the rootfs";
    return List.of(Problem.atEntry(entry.name(), entry.headerOffset(), message));
  }
}
