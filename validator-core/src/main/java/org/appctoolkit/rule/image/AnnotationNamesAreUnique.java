package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.rule.Duplicates;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Each annotation has a name of its own. */
final class AnnotationNamesAreUnique implements Rule<ImageManifest> {
  @Override
  public List<Problem> check(ImageManifest image) {
    return Duplicates.of("annotation", image.annotations(), NamedValue::name);
  }
}
