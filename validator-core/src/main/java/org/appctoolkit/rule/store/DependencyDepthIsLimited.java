package org.appctoolkit.rule.store;

import java.util.List;
import org.appctoolkit.dependency.Obstacle.Kind;
import org.appctoolkit.dependency.Resolution;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** No chain of dependencies is too long. */
final class DependencyDepthIsLimited implements Rule<Resolution> {
  @Override
  public List<Problem> check(Resolution resolution) {
    return Obstacles.problems(resolution, Kind.TOO_DEEP);
  }
}
