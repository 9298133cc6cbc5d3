package org.appctoolkit.rule.archive;

import java.util.Optional;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Accounts;
import org.appctoolkit.image.Image;
import org.appctoolkit.image.Links;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.rule.Problem;

/** Whether an executor can tell the ID of a user or group. */
final class Owners {
  private Owners() {}

  /**
   * What keeps it from telling.
   *
   * @param owner a number, a path, or a name
   * @param file the file in which names stand
   * @param accounts the names in it, if it was looked at
   */
  static Optional<Problem> problem(
      Image image, App app, Located<String> owner, String file, Optional<Accounts> accounts) {
    String written = owner.value();
    // A number needs nobody's help, and what a dependency brings is not known.
    if (written.isEmpty() || written.matches("[0-9]+") || image.hasDependencies()) {
      return Optional.empty();
    }
    String path = written.startsWith("/") ? written : file;
    if (Volumes.mayHide(app, path)) {
      return Optional.empty();
    }
    boolean exists = image.at(path).outcome() == Links.Outcome.FOUND;
    String quoted = Quote.of(written);
    if (written.startsWith("/")) {
      return exists
          ? Optional.empty()
          : Optional.of(Problem.at(owner.pointer(), quoted + " is not in the rootfs"));
    }
    if (!exists) {
      return Optional.of(
          Problem.at(owner.pointer(), quoted + " is a name, but there is no " + file)
              .help("add the file, or write a number"));
    }
    return accounts.isEmpty() || accounts.get().names().contains(written)
        ? Optional.empty()
        : Optional.of(Problem.at(owner.pointer(), quoted + " is not in " + file));
  }
}
