package org.appctoolkit.rule.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.NamedValue;

/** The labels of an image and of its dependencies. */
final class ImageLabels {
  private ImageLabels() {}

  /** Every list of labels. */
  static List<List<NamedValue>> lists(ImageManifest image) {
    List<List<NamedValue>> lists = new ArrayList<>();
    lists.add(image.labels());
    image.dependencies().forEach(dependency -> lists.add(dependency.labels()));
    return lists;
  }

  /** The text of the image's label of this name; of the first if there are several. */
  static Optional<Located<String>> value(ImageManifest image, String name) {
    return image.labels().stream()
        .filter(label -> label.isNamed(name))
        .findFirst()
        .flatMap(NamedValue::text);
  }
}
