package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.Located;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The name begins with a domain. */
final class ImageNameIsUrlLike implements Rule<ImageManifest> {
  @Override
  public List<Problem> check(ImageManifest image) {
    return image.name().stream()
        .filter(name -> !name.value().isEmpty())
        .filter(name -> !name.value().split("/", 2)[0].contains("."))
        .map(
            name ->
                Problem.at(name.pointer(), Quote.of(name.value()) + " does not begin with a domain")
                    .help("put a domain you control before it, such as example.com/" + last(name)))
        .toList();
  }

  private static String last(Located<String> name) {
    String text = name.value().substring(name.value().lastIndexOf('/') + 1);
    return text.matches("[a-z0-9._~-]{1,40}") ? text : "worker";
  }
}
