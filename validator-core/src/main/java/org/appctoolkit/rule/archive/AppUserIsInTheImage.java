package org.appctoolkit.rule.archive;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.image.Image;
import org.appctoolkit.model.App;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The user has an ID. */
final class AppUserIsInTheImage implements Rule<Image> {
  @Override
  public List<Problem> check(Image image) {
    List<Problem> problems = new ArrayList<>();
    for (App app : image.manifest().apps()) {
      app.user()
          .flatMap(it -> Owners.problem(image, app, it, "/etc/passwd", image.users()))
          .ifPresent(problems::add);
    }
    return problems;
  }
}
