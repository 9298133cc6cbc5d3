package org.appctoolkit.rule.pod;

import java.util.List;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A host volume has no mode, uid or gid. */
final class VolumeOwnershipIsForEmptyVolumes implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    return Ignored.in(pod, "host", List.of("mode", "uid", "gid"));
  }
}
