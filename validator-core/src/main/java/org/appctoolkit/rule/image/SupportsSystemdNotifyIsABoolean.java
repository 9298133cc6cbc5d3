package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The annotation says true or false. */
final class SupportsSystemdNotifyIsABoolean implements Rule<ImageManifest> {
  static final String NAME = "appc.io/executor/supports-systemd-notify";

  @Override
  public List<Problem> check(ImageManifest image) {
    return image.annotations().stream()
        .filter(annotation -> annotation.isNamed(NAME))
        .flatMap(annotation -> annotation.text().stream())
        .filter(text -> !text.value().equals("true") && !text.value().equals("false"))
        .map(
            text ->
                Problem.at(text.pointer(), Quote.of(text.value()) + " is neither true nor false"))
        .toList();
  }
}
