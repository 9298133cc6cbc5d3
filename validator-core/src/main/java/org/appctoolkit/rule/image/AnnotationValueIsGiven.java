package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.document.Json;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;
import org.appctoolkit.spec.SpecVersion;

/** A boolean value, which the schema allows where it must, stands only where it may. */
final class AnnotationValueIsGiven implements Rule<ImageManifest> {
  private static final SpecVersion BOOLEANS_SINCE = new SpecVersion(0, 8, 7);
  private static final SpecVersion BOOLEANS_UNTIL = new SpecVersion(0, 8, 10);

  @Override
  public List<Problem> check(ImageManifest image) {
    return image.annotations().stream()
        .filter(annotation -> !annotation.isNamed(SupportsSystemdNotifyIsABoolean.NAME))
        .flatMap(annotation -> annotation.value().stream())
        .filter(Json.Bool.class::isInstance)
        .filter(value -> image.version().compareTo(BOOLEANS_SINCE) >= 0)
        .filter(value -> image.version().compareTo(BOOLEANS_UNTIL) <= 0)
        .map(value -> Problem.at(value.pointer(), "value is a boolean, not a string"))
        .toList();
  }
}
