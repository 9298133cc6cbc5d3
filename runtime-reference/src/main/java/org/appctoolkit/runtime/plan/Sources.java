package org.appctoolkit.runtime.plan;

import java.io.IOException;
import java.util.Optional;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.RootfsPath;
import org.appctoolkit.model.Volume;

/** The sources of host volumes, each of which has to be there and to be what it seems. */
final class Sources {
  private final HostFiles files;
  private final Remarks remarks;

  Sources(HostFiles files, Remarks remarks) {
    this.files = files;
    this.remarks = remarks;
  }

  /**
   * A source that can be mounted.
   *
   * @param path absolute, with single slashes and without dots
   * @param kind a directory, a file or a device
   */
  record Source(String path, HostFiles.Kind kind) {}

  /** The source of a volume; empty if it is refused. */
  Optional<Source> of(Volume volume) throws IOException {
    if (volume.source().isEmpty()) {
      remarks.refuse(
          volume.pointer(), "a host volume has no source", "name an absolute path of the host");
      return Optional.empty();
    }
    Located<String> source = volume.source().get();
    String quoted = Quote.of(source.value());
    Optional<String> path = HostPath.normal(source.value());
    if (path.isEmpty()) {
      remarks.refuse(
          source.pointer(),
          "the source " + quoted + " of a volume is not absolute, or leads through ..",
          "write the absolute path of what is to be mounted");
      return Optional.empty();
    }
    for (int slash = path.get().indexOf('/', 1);
        slash > 0;
        slash = path.get().indexOf('/', slash + 1)) {
      String parent = path.get().substring(0, slash);
      HostFiles.Kind kind = files.at(parent);
      if (kind != HostFiles.Kind.DIRECTORY) {
        refuse(source, quoted + " cannot be reached, because " + Quote.of(parent), kind);
        return Optional.empty();
      }
    }
    HostFiles.Kind kind = files.at(path.get());
    return switch (kind) {
      case DIRECTORY, FILE, DEVICE -> Optional.of(new Source(path.get(), kind));
      case SYMBOLIC_LINK, MISSING, HIDDEN -> {
        refuse(source, quoted, kind);
        yield Optional.empty();
      }
    };
  }

  private void refuse(Located<String> source, String what, HostFiles.Kind kind) {
    String message = "the source " + what + " ";
    switch (kind) {
      case SYMBOLIC_LINK ->
          remarks.refuse(
              source.pointer(), message + "is a symbolic link", "write the path it leads to");
      case MISSING ->
          remarks.refuse(
              source.pointer(),
              message + "does not exist",
              "make it first, nothing is made on the host");
      case HIDDEN ->
          remarks.refuse(
              source.pointer(),
              message + "may not be looked at by this user",
              "run the pod as a user who may");
      case DIRECTORY, FILE, DEVICE ->
          remarks.refuse(
              source.pointer(), message + "is no directory", "write a path through directories");
    }
  }

  /** Paths of the host, as they are compared and mounted. */
  private static final class HostPath {
    private HostPath() {}

    /** The path without dots and double slashes; empty if it has .. or is not absolute. */
    static Optional<String> normal(String path) {
      String normal = RootfsPath.normal(path);
      if (!normal.startsWith("/") || normal.contains("/../") || path.indexOf('\0') >= 0) {
        return Optional.empty();
      }
      return Optional.of(normal.length() == 1 ? normal : normal.substring(0, normal.length() - 1));
    }
  }
}
