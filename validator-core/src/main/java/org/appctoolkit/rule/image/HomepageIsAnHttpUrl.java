package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The annotation homepage is an http or https URL. */
final class HomepageIsAnHttpUrl implements Rule<ImageManifest> {
  @Override
  public List<Problem> check(ImageManifest image) {
    return Annotations.notHttp(image, "homepage");
  }
}
