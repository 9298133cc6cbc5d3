package org.appctoolkit.rule.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.dependency.ResolvedPod;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageReference;
import org.appctoolkit.model.Located;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Name and ID of the image of an app mean the same image. */
final class PodAppImageNameMatches implements Rule<ResolvedPod> {
  @Override
  public List<Problem> check(ResolvedPod pod) {
    List<Problem> problems = new ArrayList<>();
    for (ResolvedPod.ResolvedApp app : pod.apps()) {
      Optional<Located<String>> name = app.podApp().image().flatMap(ImageReference::name);
      if (name.isPresent()
          && app.image().isPresent()
          && !app.image().get().name().equals(name.get().value())) {
        problems.add(
            Problem.at(
                name.get().pointer(),
                "the image with this ID is called " + Quote.of(app.image().get().name())));
      }
    }
    return problems;
  }
}
