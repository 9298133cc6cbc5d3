package org.appctoolkit.rule.manifest;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.model.App;
import org.appctoolkit.model.EventHandler;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Duplicates;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Each event handler of an app has a name of its own. */
final class EventHandlerNamesAreUnique implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (App app : manifest.apps()) {
      problems.addAll(Duplicates.of("event handler", app.eventHandlers(), EventHandler::name));
    }
    return problems;
  }
}
