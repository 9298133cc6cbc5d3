package org.appctoolkit.rule.pod;

import java.util.List;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The list of apps is not empty. */
final class PodHasAnApp implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    return pod.appsPointer().isPresent() && pod.podApps().isEmpty()
        ? List.of(Problem.at(pod.appsPointer().get(), "apps is empty"))
        : List.of();
  }
}
