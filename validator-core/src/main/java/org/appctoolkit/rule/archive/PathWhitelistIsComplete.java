package org.appctoolkit.rule.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Image;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.image.Selection;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** What the app needs is not left out. */
final class PathWhitelistIsComplete implements Rule<Selection> {
  @Override
  public List<Problem> check(Selection selection) {
    List<Problem> problems = new ArrayList<>();
    List<Executables.Executable> kept = Executables.of(selection.kept());
    for (Executables.Executable executable : Executables.of(selection.all())) {
      boolean isLeftOut =
          kept.stream().anyMatch(it -> it.name().equals(executable.name()) && !it.isFound());
      if (executable.isFound() && isLeftOut) {
        problems.add(problem(executable.name(), executable.name().value()));
      }
    }
    for (App app : selection.all().manifest().apps()) {
      app.workingDirectory()
          .filter(it -> it.value().startsWith("/") && !Volumes.mayHide(app, it.value()))
          .filter(it -> isLeftOut(selection, it.value()))
          .ifPresent(it -> problems.add(problem(it, it.value())));
      owner(selection, app, app.user(), "/etc/passwd").ifPresent(problems::add);
      owner(selection, app, app.group(), "/etc/group").ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<Problem> owner(
      Selection selection, App app, Optional<Located<String>> owner, String file) {
    return owner
        .filter(it -> !it.value().isEmpty() && !it.value().matches("[0-9]+"))
        .flatMap(
            it -> {
              String path = it.value().startsWith("/") ? it.value() : file;
              return isLeftOut(selection, path) && !Volumes.mayHide(app, path)
                  ? Optional.of(problem(it, path))
                  : Optional.empty();
            });
  }

  private static boolean isLeftOut(Selection selection, String path) {
    return has(selection.all(), path) && !has(selection.kept(), path);
  }

  private static boolean has(Image image, String path) {
    return image.at(path).node() != ImageTree.NONE;
  }

  private static Problem problem(Located<String> needed, String path) {
    return Problem.at(needed.pointer(), "the path whitelist leaves out " + Quote.of(path))
        .help("add it to pathWhitelist, and the links on the way to it");
  }
}
