package org.appctoolkit.rule.store;

import java.util.List;
import org.appctoolkit.dependency.ResolvedPod;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** There is something to execute. */
final class PodAppHasAnApp implements Rule<ResolvedPod> {
  @Override
  public List<Problem> check(ResolvedPod pod) {
    return pod.apps().stream()
        .filter(app -> app.image().isPresent() && app.effective().isEmpty())
        .map(
            app ->
                Problem.at(
                    app.place(),
                    "the image %s has no app, and the pod has none either"
                        .formatted(Quote.of(app.image().get().name()))))
        .toList();
  }
}
