package org.appctoolkit.rule.store;

import java.util.List;
import org.appctoolkit.dependency.Obstacle.Kind;
import org.appctoolkit.dependency.Resolution;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** There are not too many ways to the same images. */
final class RenderingPassesAreLimited implements Rule<Resolution> {
  @Override
  public List<Problem> check(Resolution resolution) {
    return Obstacles.problems(resolution, Kind.TOO_MANY_PASSES);
  }
}
