package org.appctoolkit.rule.pod;

import java.util.List;
import org.appctoolkit.model.PodApp;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Duplicates;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Each app of a pod has a name of its own. */
final class PodAppNamesAreUnique implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    return Duplicates.of("app", pod.podApps(), PodApp::name);
  }
}
