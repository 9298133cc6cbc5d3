package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The label arch is amd64. */
final class ArchLabelIsAmd64 implements Rule<ImageManifest> {
  @Override
  public List<Problem> check(ImageManifest image) {
    return ImageLabels.value(image, "arch").stream()
        .filter(label -> !label.value().equals("amd64"))
        .map(
            label ->
                Problem.at(label.pointer(), "arch is " + Quote.of(label.value()) + ", not amd64"))
        .toList();
  }
}
