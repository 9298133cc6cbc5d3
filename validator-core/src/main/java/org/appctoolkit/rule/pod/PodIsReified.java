package org.appctoolkit.rule.pod;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Mount;
import org.appctoolkit.model.MountPoint;
import org.appctoolkit.model.PodApp;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.model.RootfsPath;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A mount, or a volume of its name, satisfies every mount point. */
final class PodIsReified implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    List<Problem> problems = new ArrayList<>();
    Set<String> volumes = pod.volumeNames();
    for (PodApp podApp : pod.podApps()) {
      // Which mount points a mount without a target was meant for, nobody can tell.
      if (!podApp.mounts().stream().allMatch(mount -> target(mount).isPresent())) {
        continue;
      }
      Set<String> targets =
          podApp.mounts().stream().flatMap(mount -> target(mount).stream()).collect(toSet());
      for (MountPoint mountPoint : podApp.app().map(App::mountPoints).orElse(List.of())) {
        String name = mountPoint.name().map(Located::value).orElse("");
        String path = mountPoint.path().map(Located::value).map(RootfsPath::normal).orElse("");
        // Up to 0.6.1 mounts name a mount point, from 0.7.0 on a path; no text is both.
        if (!volumes.contains(name) && !targets.contains(name) && !targets.contains(path)) {
          problems.add(
              Problem.at(
                  mountPoint.pointer(), "no mount satisfies the mount point " + Quote.of(name)));
        }
      }
    }
    return problems;
  }

  private static Optional<String> target(Mount mount) {
    return mount
        .mountPoint()
        .map(Located::value)
        .or(() -> mount.path().map(path -> RootfsPath.normal(path.value())));
  }
}
