package org.appctoolkit.rule.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Image;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The app starts where it is to start. */
final class WorkingDirectoryExists implements Rule<Image> {
  @Override
  public List<Problem> check(Image image) {
    List<Problem> problems = new ArrayList<>();
    for (App app : image.manifest().apps()) {
      app.workingDirectory()
          .filter(it -> it.value().startsWith("/") && !Volumes.mayHide(app, it.value()))
          .flatMap(it -> problem(image, it))
          .ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<Problem> problem(Image image, Located<String> directory) {
    int node = image.at(directory.value()).node();
    String quoted = Quote.of(directory.value());
    if (node == ImageTree.NONE) {
      return image.hasDependencies()
          ? Optional.empty()
          : Optional.of(Problem.at(directory.pointer(), quoted + " is not in the rootfs"));
    }
    return image.tree().isDirectory(node)
        ? Optional.empty()
        : Optional.of(
            Problem.at(
                directory.pointer(),
                quoted + " is " + EntryTypes.words(image.tree().type(node)) + ", not a directory"));
  }
}
