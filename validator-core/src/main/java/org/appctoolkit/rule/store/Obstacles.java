package org.appctoolkit.rule.store;

import java.util.List;
import java.util.Set;
import org.appctoolkit.dependency.Obstacle;
import org.appctoolkit.dependency.Resolution;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;

/** What is wrong with dependencies, as problems. */
final class Obstacles {
  private Obstacles() {}

  /** Those of certain kinds. */
  static List<Problem> problems(Resolution resolution, Obstacle.Kind... kinds) {
    Set<Obstacle.Kind> wanted = Set.of(kinds);
    return resolution.obstacles().stream()
        .filter(it -> wanted.contains(it.kind()))
        .map(Obstacles::problem)
        .toList();
  }

  private static Problem problem(Obstacle obstacle) {
    String way =
        obstacle.way().isEmpty()
            ? ""
            : "; this is a dependency of "
                + String.join(" → ", obstacle.way().stream().map(Quote::of).toList());
    return Problem.at(obstacle.pointer(), obstacle.message() + way);
  }
}
