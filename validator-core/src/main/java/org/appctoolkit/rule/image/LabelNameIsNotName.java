package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** No label is called name. */
final class LabelNameIsNotName implements Rule<ImageManifest> {
  @Override
  public List<Problem> check(ImageManifest image) {
    return ImageLabels.lists(image).stream()
        .flatMap(List::stream)
        .filter(label -> label.isNamed("name"))
        .map(
            label -> Problem.at(label.name().orElseThrow().pointer(), "a label is called \"name\""))
        .toList();
  }
}
