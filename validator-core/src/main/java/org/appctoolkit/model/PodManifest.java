package org.appctoolkit.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.spec.SpecVersion;

/**
 * Describes what is executed together; up to 0.4.1 under the name of container runtime manifest.
 *
 * @param version the version whose rules apply
 * @param acVersion the version it names
 * @param emptyApps the list of apps, if it is there and empty
 * @param podApps the apps
 * @param volumes what can be mounted into them
 * @param ownIsolators steps of isolation for all of them together
 * @param annotations metadata
 * @param podPorts what is reachable from outside
 */
public record PodManifest(
    SpecVersion version,
    Optional<Located<String>> acVersion,
    Optional<Pointer> emptyApps,
    List<PodApp> podApps,
    List<Volume> volumes,
    Isolators ownIsolators,
    List<NamedValue> annotations,
    List<PodPort> podPorts)
    implements Manifest {
  /** Copies the lists. */
  public PodManifest {
    podApps = List.copyOf(podApps);
    volumes = List.copyOf(volumes);
    annotations = List.copyOf(annotations);
    podPorts = List.copyOf(podPorts);
  }

  @Override
  public List<App> apps() {
    return podApps.stream().flatMap(podApp -> podApp.app().stream()).toList();
  }

  @Override
  public List<Port> ports() {
    Stream<Port> ofApps = apps().stream().flatMap(app -> app.ports().stream());
    return Stream.concat(ofApps, podPorts.stream().flatMap(it -> it.podPort().stream())).toList();
  }

  @Override
  public List<Isolators> isolators() {
    List<Isolators> isolators = new ArrayList<>();
    for (PodApp podApp : podApps) {
      podApp.app().ifPresent(app -> isolators.add(app.isolators()));
      isolators.add(podApp.isolators());
    }
    isolators.add(ownIsolators);
    return isolators;
  }

  /** The volumes of the pod and those of single mounts. */
  public List<Volume> allVolumes() {
    Stream<Volume> ofMounts =
        podApps.stream()
            .flatMap(podApp -> podApp.mounts().stream())
            .flatMap(mount -> mount.appVolume().stream());
    return Stream.concat(volumes.stream(), ofMounts).toList();
  }

  /** The names of the pod's volumes. */
  public Set<String> volumeNames() {
    return volumes.stream()
        .flatMap(volume -> volume.name().stream())
        .map(Located::value)
        .collect(Collectors.toSet());
  }
}
