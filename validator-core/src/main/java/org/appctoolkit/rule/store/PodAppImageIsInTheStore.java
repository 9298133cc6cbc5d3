package org.appctoolkit.rule.store;

import java.util.List;
import org.appctoolkit.dependency.ResolvedPod;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageReference;
import org.appctoolkit.model.Located;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** What is to be executed is there. */
final class PodAppImageIsInTheStore implements Rule<ResolvedPod> {
  @Override
  public List<Problem> check(ResolvedPod pod) {
    return pod.apps().stream()
        .filter(app -> app.id().isPresent() && app.image().isEmpty())
        .map(
            app ->
                Problem.at(
                    app.podApp()
                        .image()
                        .flatMap(ImageReference::id)
                        .map(Located::pointer)
                        .orElse(app.place()),
                    "the store has no image with this ID" + named(app)))
        .toList();
  }

  private static String named(ResolvedPod.ResolvedApp app) {
    return app.podApp()
        .image()
        .flatMap(ImageReference::name)
        .map(name -> ", of " + Quote.of(name.value()))
        .orElse("");
  }
}
