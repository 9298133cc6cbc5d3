package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A label arch stands beside a label os. */
final class ArchNeedsOs implements Rule<ImageManifest> {
  @Override
  public List<Problem> check(ImageManifest image) {
    if (image.labels().stream().anyMatch(label -> label.isNamed("os"))) {
      return List.of();
    }
    return image.labels().stream()
        .filter(label -> label.isNamed("arch"))
        .map(
            label ->
                Problem.at(
                    label.name().orElseThrow().pointer(), "there is an arch label but no os label"))
        .toList();
  }
}
