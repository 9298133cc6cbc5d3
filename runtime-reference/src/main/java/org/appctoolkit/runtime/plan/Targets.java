package org.appctoolkit.runtime.plan;

import static org.appctoolkit.runtime.plan.Step.MountWord.NODEV;
import static org.appctoolkit.runtime.plan.Step.MountWord.NOEXEC;
import static org.appctoolkit.runtime.plan.Step.MountWord.NOSUID;
import static org.appctoolkit.runtime.plan.Step.MountWord.READ_ONLY;
import static org.appctoolkit.runtime.plan.Step.MountWord.RECURSIVE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.RootfsPath;
import org.appctoolkit.model.Volume;
import org.appctoolkit.runtime.plan.Sources.Source;
import org.appctoolkit.spec.SpecVersion;

/**
 * The places in one rootfs where volumes are mounted, and the steps that do it.
 *
 * <p>Places are compared by where they really are, behind all links of the image. No device node in
 * a volume opens anything, because an app may make some; only a volume that is itself a device
 * does.
 */
final class Targets {
  private static final int LONGEST_PATH = 4095;

  private static final String HOSTS = "/etc/hosts/";

  private final SpecVersion version;
  private final Rootfs rootfs;
  private final Sources sources;
  private final EmptyVolumes emptyVolumes;
  private final Remarks remarks;

  /** What was written, by real path with a slash at its end. */
  private final NavigableMap<String, Located<String>> taken = new TreeMap<>();

  private final List<Step.OfApp> steps = new ArrayList<>();

  Targets(
      SpecVersion version,
      Rootfs rootfs,
      Sources sources,
      EmptyVolumes emptyVolumes,
      Remarks remarks) {
    this.version = version;
    this.rootfs = rootfs;
    this.sources = sources;
    this.emptyVolumes = emptyVolumes;
    this.remarks = remarks;
  }

  /** The steps for all that was added and not refused. */
  List<Step.OfApp> steps() {
    return List.copyOf(steps);
  }

  /** Whether a volume brings, or hides, the file with the names of hosts. */
  boolean decideAboutHosts() {
    return taken.keySet().stream().anyMatch(HOSTS::startsWith);
  }

  /** Mounts a volume. */
  void add(Mounting.Wanted wanted) throws IOException {
    Optional<String> path = path(wanted.path());
    if (path.isEmpty() || !isFree(wanted.path(), path.get())) {
      return;
    }
    Optional<Volume> volume = wanted.volume();
    if (volume.isEmpty() || volume.get().isOfKind("empty")) {
      addEmpty(wanted, path.get());
    } else if (volume.get().isOfKind("host")) {
      Optional<Source> source = sources.of(volume.get());
      if (source.isPresent()) {
        addHost(wanted, volume.get(), path.get(), source.get());
      }
    } else {
      remarks.refuse(
          volume.get().kind().map(Located::pointer).orElse(volume.get().pointer()),
          "a volume is of kind "
              + Quote.of(volume.get().kind().map(Located::value).orElse(""))
              + ", which is none",
          "write host or empty");
    }
  }

  private void addEmpty(Mounting.Wanted wanted, String path) throws IOException {
    if (!Since.emptyVolumesAreShared(version)) {
      // What an app writes there goes to its own rootfs: the text wants no more than the path.
      if (node(path).isEmpty()) {
        steps.add(new Step.Directory(path, 0755, 0, 0, false));
      }
      return;
    }
    String source =
        wanted.volume().isPresent()
            ? emptyVolumes.path(wanted.volume().get())
            : emptyVolumes.path(wanted.path().pointer(), wanted.name());
    makeDirectory(wanted.path(), path);
    steps.add(new Step.Bind(source, path, how(wanted, false, HostFiles.Kind.DIRECTORY)));
  }

  private void addHost(Mounting.Wanted wanted, Volume volume, String path, Source source)
      throws IOException {
    boolean directory = source.kind() == HostFiles.Kind.DIRECTORY;
    if (directory) {
      makeDirectory(wanted.path(), path);
    } else {
      Optional<Rootfs.Node> node = node(path);
      if (node.isPresent() && node.get().kind() != Rootfs.Kind.FILE) {
        remarks.refuse(
            wanted.path().pointer(),
            Quote.of(source.path())
                + " is no directory, but "
                + Quote.of(path)
                + " in the rootfs is one",
            "mount it at the path of a file");
        return;
      }
      warnOfMask(wanted.path().pointer(), path, node);
      steps.add(new Step.File(path, 0644, 0, 0, ""));
    }
    boolean recursive = directory && volume.recursive().orElse(true);
    steps.add(new Step.Bind(source.path(), path, how(wanted, recursive, source.kind())));
  }

  private void makeDirectory(Located<String> written, String path) throws IOException {
    Optional<Rootfs.Node> node = node(path);
    warnOfMask(written.pointer(), path, node);
    boolean replace = node.filter(it -> it.kind() == Rootfs.Kind.FILE).isPresent();
    steps.add(new Step.Directory(path, 0755, 0, 0, replace));
  }

  private void warnOfMask(Pointer place, String path, Optional<Rootfs.Node> node) {
    if (node.isPresent() && node.get().kind() != Rootfs.Kind.EMPTY_DIRECTORY) {
      boolean file = node.get().kind() == Rootfs.Kind.FILE;
      remarks.warn(
          place,
          (file ? "the file " : "what the rootfs has in ")
              + Quote.of(path)
              + (file ? " of the rootfs" : "")
              + " is hidden by a volume");
    }
  }

  private static List<Step.MountWord> how(
      Mounting.Wanted wanted, boolean recursive, HostFiles.Kind source) {
    List<Step.MountWord> how = new ArrayList<>();
    if (recursive) {
      how.add(RECURSIVE);
    }
    if (wanted.readOnly() || wanted.volume().map(Volume::readOnly).orElse(false)) {
      how.add(READ_ONLY);
    }
    if (source == HostFiles.Kind.DEVICE) {
      how.addAll(List.of(NOSUID, NOEXEC));
    } else {
      how.add(NODEV);
    }
    return how;
  }

  /** The path in its shortest form; empty if nothing can be mounted there. */
  private Optional<String> path(Located<String> written) {
    String normal = RootfsPath.normal("/" + written.value());
    String quoted = Quote.of(written.value());
    if (normal.length() > LONGEST_PATH || written.value().indexOf('\0') >= 0) {
      remarks.refuse(
          written.pointer(), quoted + " is no path that Linux can open", "write a shorter one");
    } else if (normal.contains("/../")) {
      remarks.refuse(
          written.pointer(),
          "the volume would be mounted at " + quoted + ", which leads through ..",
          "write the path without it");
    } else if (normal.equals("/")) {
      remarks.refuse(
          written.pointer(),
          "the volume would be mounted at the root of the app",
          "mount it at a directory below");
    } else {
      return Optional.of(normal.substring(0, normal.length() - 1));
    }
    return Optional.empty();
  }

  /** Whether nothing else is mounted there, in it or around it. */
  private boolean isFree(Located<String> written, String path) throws IOException {
    String real = real(path);
    String quoted = Quote.of(written.value());
    if (real.isEmpty()) {
      remarks.refuse(
          written.pointer(),
          "the volume would be mounted at " + quoted + ", which is the root of the app",
          "mount it at a directory below");
      return false;
    }
    if (OperatingSystem.RESERVED.contains(real)) {
      remarks.refuse(
          written.pointer(),
          "the volume would hide " + quoted + ", which every app has to have from its executor",
          "mount it elsewhere");
      return false;
    }
    Optional<Located<String>> other = overlapping(real + "/");
    if (other.isPresent()) {
      remarks.refuse(
          written.pointer(),
          "the volume at " + quoted + " overlaps the one at " + Quote.of(other.get().value()),
          "mount them at places that have nothing in common");
      return false;
    }
    taken.put(real + "/", written);
    return true;
  }

  /** A target around a path, or in it; both end with a slash. */
  private Optional<Located<String>> overlapping(String path) {
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      Located<String> outer = taken.get(path.substring(0, slash + 1));
      if (outer != null) {
        return Optional.of(outer);
      }
    }
    Map.Entry<String, Located<String>> next = taken.ceilingEntry(path);
    return next != null && next.getKey().startsWith(path)
        ? Optional.of(next.getValue())
        : Optional.empty();
  }

  /** What the image has there, unless something of the operating system lies above it. */
  private Optional<Rootfs.Node> node(String path) throws IOException {
    boolean hidden = OperatingSystem.MOUNTED.stream().anyMatch(mounted -> isWithin(path, mounted));
    return hidden ? Optional.empty() : rootfs.at(path);
  }

  /** The path behind all links on the way, as far as there is something; empty for the root. */
  private String real(String path) throws IOException {
    String there = path;
    while (!there.isEmpty()) {
      Optional<Rootfs.Node> node = rootfs.at(there);
      if (node.isPresent()) {
        String found = node.get().path();
        return (found.equals("/") ? "" : found) + path.substring(there.length());
      }
      there = there.substring(0, there.lastIndexOf('/'));
    }
    return path;
  }

  private static boolean isWithin(String inner, String outer) {
    return inner.equals(outer) || inner.startsWith(outer + "/");
  }
}
