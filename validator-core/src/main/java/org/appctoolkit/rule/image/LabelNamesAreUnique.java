package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.rule.Duplicates;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Each label of a list has a name of its own. */
final class LabelNamesAreUnique implements Rule<ImageManifest> {
  @Override
  public List<Problem> check(ImageManifest image) {
    return ImageLabels.lists(image).stream()
        .flatMap(labels -> Duplicates.of("label", labels, NamedValue::name).stream())
        .toList();
  }
}
