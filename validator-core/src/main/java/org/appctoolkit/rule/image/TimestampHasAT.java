package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.Timestamp;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Date and time are separated by a T. */
final class TimestampHasAT implements Rule<ImageManifest> {
  @Override
  public List<Problem> check(ImageManifest image) {
    return Annotations.texts(image, "created").stream()
        .filter(text -> Timestamp.lacksT(text.value()))
        .map(
            text ->
                Problem.at(
                    text.pointer(), Quote.of(text.value()) + " has no T between date and time"))
        .toList();
  }
}
