package org.appctoolkit.rule.pod;

import java.util.List;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** An empty volume has no source. */
final class VolumeSourceIsForHostVolumes implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    return Ignored.in(pod, "empty", List.of("source"));
  }
}
