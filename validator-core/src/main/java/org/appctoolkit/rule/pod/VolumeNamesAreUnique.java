package org.appctoolkit.rule.pod;

import java.util.List;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.model.Volume;
import org.appctoolkit.rule.Duplicates;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Each volume has a name of its own. */
final class VolumeNamesAreUnique implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    return Duplicates.of("volume", pod.volumes(), Volume::name);
  }
}
