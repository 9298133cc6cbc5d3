package org.appctoolkit.rule.store;

import java.util.List;
import org.appctoolkit.dependency.Obstacle.Kind;
import org.appctoolkit.dependency.Resolution;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The image is the one that was meant. */
final class DependencyImageIdMatches implements Rule<Resolution> {
  @Override
  public List<Problem> check(Resolution resolution) {
    return Obstacles.problems(resolution, Kind.OTHER_ID);
  }
}
