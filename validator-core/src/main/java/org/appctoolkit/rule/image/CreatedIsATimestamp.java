package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.Timestamp;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The annotation created begins like a date. */
final class CreatedIsATimestamp implements Rule<ImageManifest> {
  @Override
  public List<Problem> check(ImageManifest image) {
    return Annotations.texts(image, "created").stream()
        .filter(text -> !Timestamp.looksLikeOne(text.value()))
        .map(text -> Problem.at(text.pointer(), Quote.of(text.value()) + " is no timestamp"))
        .toList();
  }
}
