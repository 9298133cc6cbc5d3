package org.appctoolkit.rule.image;

import java.util.List;
import java.util.Set;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.Located;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;
import org.appctoolkit.spec.SpecVersion;

/** An annotation that is not of the specification has a name with a domain or prefix. */
final class AnnotationNamesHaveANamespace implements Rule<ImageManifest> {
  private static final Set<String> RECOGNISED =
      Set.of("created", "authors", "homepage", "documentation");

  @Override
  public List<Problem> check(ImageManifest image) {
    return image.annotations().stream()
        .flatMap(annotation -> annotation.name().stream())
        .filter(name -> !RECOGNISED.contains(name.value()))
        .filter(name -> name.value().chars().noneMatch(c -> c == '/' || c == '.'))
        .filter(name -> !name.value().isEmpty())
        .map(
            name ->
                problem(image, name)
                    .help("put a domain you control before it, such as example.com/"))
        .toList();
  }

  private static Problem problem(ImageManifest image, Located<String> name) {
    String message = Quote.of(name.value()) + " has no namespace";
    // At the oldest version annotations are a map: there the name is a key.
    return image.version().equals(SpecVersion.OLDEST)
        ? Problem.atKey(name.pointer(), message)
        : Problem.at(name.pointer(), message);
  }
}
