package org.appctoolkit.rule.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Image;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.model.App;
import org.appctoolkit.model.EventHandler;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.spec.SpecVersion;

/** What an image says is executed, and where it is. */
final class Executables {
  private static final SpecVersion LOOKED_UP_SINCE = new SpecVersion(0, 7, 2);

  /** What an executor sets unless the manifest does. */
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Executables() {}

  /**
   * An executable.
   *
   * @param name as written
   * @param node where it is; {@link ImageTree#NONE} if it is not in the image
   */
  record Executable(Located<String> name, int node) {
    boolean isFound() {
      return node != ImageTree.NONE;
    }

    String quoted() {
      return Quote.of(name.value());
    }
  }

  /** All that can be told about; what a volume may hide or provide is left out. */
  static List<Executable> of(Image image) {
    List<Executable> executables = new ArrayList<>();
    for (App app : image.manifest().apps()) {
      Stream.concat(Stream.of(app.exec()), app.eventHandlers().stream().map(EventHandler::exec))
          .flatMap(exec -> exec.stream().limit(1))
          .filter(name -> !name.value().isEmpty())
          .forEach(name -> find(image, app, name).ifPresent(executables::add));
    }
    return executables;
  }

  private static Optional<Executable> find(Image image, App app, Located<String> name) {
    String written = name.value();
    if (written.startsWith("/")) {
      return at(image, app, name, written);
    }
    if (image.manifest().version().compareTo(LOOKED_UP_SINCE) < 0) {
      return Optional.empty();
    }
    String directory = app.workingDirectory().map(Located::value).orElse("/");
    if (written.contains("/")) {
      return at(image, app, name, directory + "/" + written);
    }
    Executable absent = new Executable(name, ImageTree.NONE);
    Executable best = absent;
    for (String part : path(app).split(":", -1)) {
      // An empty part is the working directory, as it always was.
      String in = part.startsWith("/") ? part : directory + "/" + part;
      Optional<Executable> found = at(image, app, name, in + "/" + written);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      if (found.get().isFound() && image.isExecutable(found.get().node())) {
        return found;
      }
      best = best.isFound() ? best : found.get();
    }
    return Optional.of(best);
  }

  private static Optional<Executable> at(Image image, App app, Located<String> name, String path) {
    if (Volumes.mayHide(app, path)) {
      return Optional.empty();
    }
    return Optional.of(new Executable(name, image.at(path).node()));
  }

  private static String path(App app) {
    return app.environment().stream()
        .filter(variable -> variable.isNamed("PATH"))
        .findFirst()
        .flatMap(NamedValue::text)
        .map(Located::value)
        .orElse(PATH);
  }
}
