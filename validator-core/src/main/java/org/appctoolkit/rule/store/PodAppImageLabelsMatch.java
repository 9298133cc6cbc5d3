package org.appctoolkit.rule.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.dependency.ResolvedPod;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Labels and ID of the image of an app mean the same image. */
final class PodAppImageLabelsMatch implements Rule<ResolvedPod> {
  @Override
  public List<Problem> check(ResolvedPod pod) {
    List<Problem> problems = new ArrayList<>();
    for (ResolvedPod.ResolvedApp app : pod.apps()) {
      if (app.image().isPresent()) {
        app.podApp().image().stream()
            .flatMap(reference -> reference.labels().stream())
            .forEach(label -> contradiction(label, app.image().get()).ifPresent(problems::add));
      }
    }
    return problems;
  }

  private static Optional<Problem> contradiction(NamedValue label, KnownImage image) {
    Optional<String> name = label.name().map(Located::value);
    Optional<Located<String>> value = label.text();
    Optional<String> own = name.map(it -> image.labels().get(it));
    return value.isEmpty() || own.isEmpty() || own.get().equals(value.get().value())
        ? Optional.empty()
        : Optional.of(
            Problem.at(
                value.get().pointer(),
                "the image with this ID has %s=%s"
                    .formatted(Quote.escape(name.orElse("")), Quote.of(own.get()))));
  }
}
