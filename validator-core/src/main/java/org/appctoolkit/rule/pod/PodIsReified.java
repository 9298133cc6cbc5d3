package org.appctoolkit.rule.pod;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Mount;
import org.appctoolkit.model.MountPoint;
import org.appctoolkit.model.PodApp;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;
import org.appctoolkit.spec.SpecVersion;

/** A mount, or a volume of its name, satisfies every mount point. */
final class PodIsReified implements Rule<PodManifest> {
  private static final SpecVersion MOUNTS_HAVE_PATHS = new SpecVersion(0, 7, 0);

  @Override
  public List<Problem> check(PodManifest pod) {
    List<Problem> problems = new ArrayList<>();
    Set<String> volumes = pod.volumeNames();
    for (PodApp podApp : pod.podApps()) {
      Set<String> targets = new HashSet<>();
      for (Mount mount : podApp.mounts()) {
        mount.mountPoint().ifPresent(target -> targets.add(target.value()));
        mount.path().ifPresent(target -> targets.add(target.value()));
      }
      for (MountPoint mountPoint : podApp.app().map(App::mountPoints).orElse(List.of())) {
        String name = mountPoint.name().map(Located::value).orElse("");
        String path = mountPoint.path().map(Located::value).orElse("");
        if (!volumes.contains(name) && !targets.contains(byPath(pod) ? path : name)) {
          problems.add(
              Problem.at(
                  mountPoint.pointer(), "no mount satisfies the mount point " + Quote.of(name)));
        }
      }
    }
    return problems;
  }

  private static boolean byPath(PodManifest pod) {
    return pod.version().compareTo(MOUNTS_HAVE_PATHS) >= 0;
  }
}
