package org.appctoolkit.rule.archive;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.image.Image;
import org.appctoolkit.model.App;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The group has an ID. */
final class AppGroupIsInTheImage implements Rule<Image> {
  @Override
  public List<Problem> check(Image image) {
    List<Problem> problems = new ArrayList<>();
    for (App app : image.manifest().apps()) {
      app.group()
          .flatMap(it -> Owners.problem(image, app, it, "/etc/group", image.groups()))
          .ifPresent(problems::add);
    }
    return problems;
  }
}
