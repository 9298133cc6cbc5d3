package org.appctoolkit.rule.pod;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.model.Quantity;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** No app asks for more than the pod allows. */
final class AppIsolatorsStayWithinThePods implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    List<Problem> problems = new ArrayList<>();
    for (Isolators isolators : pod.isolators()) {
      if (isolators.scope() == Isolators.Scope.APP) {
        isolators
            .list()
            .forEach(isolator -> exceeded(isolator, pod.ownIsolators()).ifPresent(problems::add));
      }
    }
    return problems;
  }

  private static Optional<Problem> exceeded(Isolator isolator, Isolators bounds) {
    String name = isolator.name().map(Located::value).orElse("");
    if (!name.startsWith("resource/")) {
      return Optional.empty();
    }
    Optional<Quantity> bound =
        bounds.named(name).stream().findFirst().flatMap(it -> quantity(it, "limit"));
    return Stream.of("limit", "request")
        .filter(key -> bound.isPresent())
        .filter(
            key -> quantity(isolator, key).filter(it -> it.compareTo(bound.get()) > 0).isPresent())
        .findFirst()
        .map(
            key ->
                Problem.at(
                    isolator.parameter(key).orElseThrow().pointer(),
                    "the " + key + " is above the pod's limit of " + bound.get()));
  }

  private static Optional<Quantity> quantity(Isolator isolator, String key) {
    return isolator.amount(key).flatMap(amount -> Quantity.parse(amount.value()));
  }
}
