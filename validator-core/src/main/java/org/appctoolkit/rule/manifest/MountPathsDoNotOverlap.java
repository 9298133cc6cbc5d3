package org.appctoolkit.rule.manifest;

import java.util.List;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Nothing is mounted over or inside of another mount of the same app. */
final class MountPathsDoNotOverlap implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    if (manifest instanceof PodManifest pod) {
      return pod.podApps().stream()
          .flatMap(
              app ->
                  Overlaps.of(
                      app.mounts().stream().flatMap(mount -> mount.path().stream()).toList())
                      .stream())
          .toList();
    }
    return manifest.apps().stream()
        .flatMap(
            app ->
                Overlaps.of(
                    app.mountPoints().stream().flatMap(point -> point.path().stream()).toList())
                    .stream())
        .toList();
  }
}
