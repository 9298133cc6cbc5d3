package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Mount;
import org.appctoolkit.model.MountPoint;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.model.RootfsPath;
import org.appctoolkit.model.Volume;

/**
 * Which volumes an app has, and where.
 *
 * <p>How a volume finds its place differs: up to 0.3.0 it names the mount points that it fulfils,
 * from 0.3.0 to 0.6.1 a mount names a volume and a mount point, from 0.7.0 on a volume and a path.
 * At every version a volume that has the name of a mount point satisfies it, unless something else
 * does, as the text has it in its chapter about volumes.
 */
final class Mounting {
  private final PodManifest pod;
  private final boolean fill;
  private final Remarks remarks;
  private final Map<String, List<Volume>> volumes = new HashMap<>();
  private final Map<String, MountPoint> pointsByName = new HashMap<>();
  private final Map<String, MountPoint> pointsByPath = new HashMap<>();
  private final List<Wanted> wanted = new ArrayList<>();

  /**
   * A volume at its place.
   *
   * @param volume the volume; absent for an empty one that the manifest does not have
   * @param name how the place is called, if it is
   * @param path the place, as written
   * @param readOnly whether the place is read-only, whatever the volume is
   */
  record Wanted(Optional<Volume> volume, String name, Located<String> path, boolean readOnly) {}

  /**
   * Nothing so far.
   *
   * @param fill whether mount points that nothing satisfies get an empty volume
   */
  Mounting(PodManifest pod, boolean fill, Remarks remarks) {
    this.pod = pod;
    this.fill = fill;
    this.remarks = remarks;
    for (Volume volume : pod.volumes()) {
      Set<String> names = new LinkedHashSet<>();
      volume.name().ifPresent(name -> names.add(name.value()));
      volume.fulfills().forEach(name -> names.add(name.value()));
      names.forEach(name -> volumes.computeIfAbsent(name, it -> new ArrayList<>()).add(volume));
    }
  }

  /** What is mounted into an app: first what mounts say, then what mount points want. */
  List<Wanted> of(List<Mount> mounts, App app) {
    for (MountPoint point : app.mountPoints()) {
      if (point.path().isPresent()) {
        point.name().ifPresent(name -> pointsByName.putIfAbsent(name.value(), point));
        pointsByPath.putIfAbsent(RootfsPath.normal(point.path().get().value()), point);
      }
    }
    Set<String> pointNames = new HashSet<>();
    Set<String> paths = new HashSet<>();
    for (Mount mount : mounts) {
      mount.mountPoint().ifPresent(name -> pointNames.add(name.value()));
      mount.path().ifPresent(path -> paths.add(RootfsPath.normal(path.value())));
      add(mount);
    }
    for (MountPoint point : app.mountPoints()) {
      String name = point.name().map(Located::value).orElse("");
      Optional<Located<String>> path = point.path();
      boolean satisfied =
          pointNames.contains(name)
              || path.filter(it -> paths.contains(RootfsPath.normal(it.value()))).isPresent();
      if (path.isPresent() && !satisfied) {
        satisfy(point, name, path.get());
      }
    }
    return List.copyOf(wanted);
  }

  private void add(Mount mount) {
    Optional<Volume> volume = mount.appVolume().or(() -> named(mount));
    if (volume.isEmpty()) {
      String name = mount.volume().map(Located::value).orElse("");
      remarks.refuse(
          mount.volume().map(Located::pointer).orElse(mount.pointer()),
          "the pod has no volume " + Quote.of(name) + " to mount",
          "add the volume, or name one that there is");
      return;
    }
    if (mount.path().isPresent()) {
      Located<String> path = mount.path().get();
      Optional<MountPoint> point =
          Optional.ofNullable(pointsByPath.get(RootfsPath.normal(path.value())));
      wanted.add(
          new Wanted(
              volume,
              point.flatMap(MountPoint::name).map(Located::value).orElse(""),
              path,
              point.map(MountPoint::readOnly).orElse(false)));
      return;
    }
    String name = mount.mountPoint().map(Located::value).orElse("");
    Optional<MountPoint> point = Optional.ofNullable(pointsByName.get(name));
    if (point.isEmpty()) {
      remarks.refuse(
          mount.mountPoint().map(Located::pointer).orElse(mount.pointer()),
          "the app has no mount point " + Quote.of(name),
          "name one that it has");
      return;
    }
    wanted.add(new Wanted(volume, name, point.get().path().orElseThrow(), point.get().readOnly()));
  }

  private void satisfy(MountPoint point, String name, Located<String> path) {
    List<Volume> fitting = volumes.getOrDefault(name, List.of());
    String quoted = Quote.of(name) + " at " + Quote.of(path.value());
    if (fitting.size() > 1) {
      remarks.warn(
          fitting.get(1).pointer(),
          "more than one volume fits mount point " + quoted + ": the first one is mounted");
    }
    if (!fitting.isEmpty()) {
      wanted.add(new Wanted(Optional.of(fitting.get(0)), name, path, point.readOnly()));
    } else if (fill) {
      remarks.warn(point.pointer(), "mount point " + quoted + " gets an empty volume of its own");
      wanted.add(new Wanted(Optional.empty(), name, path, point.readOnly()));
    } else if (Since.podsAreReified(pod.version())) {
      remarks.refuse(
          point.pointer(),
          "no volume satisfies mount point " + quoted,
          "add a volume and a mount for it");
    } else {
      remarks.warn(point.pointer(), "no volume satisfies mount point " + quoted);
    }
  }

  private Optional<Volume> named(Mount mount) {
    String name = mount.volume().map(Located::value).orElse("");
    return volumes.getOrDefault(name, List.of()).stream()
        .filter(it -> it.name().filter(own -> own.value().equals(name)).isPresent())
        .findFirst();
  }
}
