package org.appctoolkit.rule.pod;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.document.Json;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.model.Volume;
import org.appctoolkit.rule.Problem;

/** Members of volumes that have no effect on a volume of its kind. */
final class Ignored {
  private Ignored() {}

  /** A problem for each of the keys in a volume of this kind. */
  static List<Problem> in(PodManifest pod, String kind, List<String> keys) {
    List<Problem> problems = new ArrayList<>();
    for (Volume volume : pod.allVolumes()) {
      for (String key : keys) {
        Json member = volume.members().get(key);
        if (volume.isOfKind(kind) && member != null) {
          problems.add(
              Problem.at(member.pointer(), key + " has no effect on a volume of kind " + kind));
        }
      }
    }
    return problems;
  }
}
