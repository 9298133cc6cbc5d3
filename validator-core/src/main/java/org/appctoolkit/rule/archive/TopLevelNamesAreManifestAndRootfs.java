package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** At the top level stand manifest and rootfs. */
final class TopLevelNamesAreManifestAndRootfs implements Rule<Arrival> {
  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (arrival.path().depth() > 0
        && !arrival.path().climbs()
        && !arrival.path().beginsWith("rootfs")
        && !arrival.path().beginsWith("manifest")) {
      return List.of(
          Problem.atEntry(
                  entry.name(),
                  entry.headerOffset(),
                  "this is neither the manifest nor in the rootfs")
              .help("what the app is to see belongs into rootfs; leave out the rest"));
    }
    return List.of();
  }
}
