package org.appctoolkit.rule.pod;

import java.util.List;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The list of apps is not empty. */
final class PodHasAnApp implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    return pod.emptyApps().stream().map(apps -> Problem.at(apps, "apps is empty")).toList();
  }
}
