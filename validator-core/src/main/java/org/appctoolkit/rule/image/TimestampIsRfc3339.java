package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.Timestamp;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** What looks like a timestamp is one. */
final class TimestampIsRfc3339 implements Rule<ImageManifest> {
  /** The digits of the name are a word of their own in the id. */
  @Override
  public String id() {
    return "timestamp-is-rfc-3339";
  }

  @Override
  public List<Problem> check(ImageManifest image) {
    return Annotations.texts(image, "created").stream()
        .filter(text -> Timestamp.looksLikeOne(text.value()))
        .flatMap(
            text ->
                Timestamp.fault(text.value()).stream()
                    .map(fault -> Problem.at(text.pointer(), Quote.of(text.value()) + " " + fault)))
        .toList();
  }
}
