package org.appctoolkit.rule.pod;

import java.util.List;
import java.util.Set;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A mount names a volume of the manifest, or brings its own. */
final class MountVolumeExists implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    Set<String> names = pod.volumeNames();
    return pod.podApps().stream()
        .flatMap(app -> app.mounts().stream())
        .filter(mount -> mount.appVolume().isEmpty())
        .flatMap(mount -> mount.volume().stream())
        .filter(volume -> !names.contains(volume.value()))
        .map(
            volume ->
                Problem.at(volume.pointer(), "there is no volume " + Quote.of(volume.value())))
        .toList();
  }
}
