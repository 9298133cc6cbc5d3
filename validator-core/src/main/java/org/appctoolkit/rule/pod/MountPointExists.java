package org.appctoolkit.rule.pod;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Mount;
import org.appctoolkit.model.MountPoint;
import org.appctoolkit.model.PodApp;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A mount names a mount point of its app, where the app is in the manifest. */
final class MountPointExists implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    List<Problem> problems = new ArrayList<>();
    for (PodApp podApp : pod.podApps()) {
      App app = podApp.app().orElse(null);
      if (app == null) {
        continue;
      }
      for (Mount mount : podApp.mounts()) {
        mount
            .mountPoint()
            .filter(wanted -> app.mountPoints().stream().noneMatch(it -> isNamed(it, wanted)))
            .ifPresent(
                wanted ->
                    problems.add(
                        Problem.at(
                            wanted.pointer(),
                            "the app has no mount point " + Quote.of(wanted.value()))));
      }
    }
    return problems;
  }

  private static boolean isNamed(MountPoint mountPoint, Located<String> wanted) {
    return mountPoint.name().filter(name -> name.value().equals(wanted.value())).isPresent();
  }
}
