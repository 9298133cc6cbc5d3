package org.appctoolkit.rule.archive;

import org.appctoolkit.model.App;
import org.appctoolkit.model.RootfsPath;

/** What an app may see of a rootfs once volumes are mounted in it. */
final class Volumes {
  private Volumes() {}

  /** Whether a path is one of a mount point, or below one. */
  static boolean mayHide(App app, String path) {
    String normal = RootfsPath.normal(path);
    return app.mountPoints().stream()
        .flatMap(point -> point.path().stream())
        .map(point -> RootfsPath.normal(point.value()))
        .anyMatch(normal::startsWith);
  }
}
