package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The label os is linux. */
final class OsLabelIsLinux implements Rule<ImageManifest> {
  @Override
  public List<Problem> check(ImageManifest image) {
    return ImageLabels.value(image, "os").stream()
        .filter(label -> !label.value().equals("linux"))
        .map(
            label ->
                Problem.at(label.pointer(), "os is " + Quote.of(label.value()) + ", not linux"))
        .toList();
  }
}
