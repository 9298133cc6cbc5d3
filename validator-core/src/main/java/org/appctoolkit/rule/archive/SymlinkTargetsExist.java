package org.appctoolkit.rule.archive;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Links;
import org.appctoolkit.image.SymbolicLink;
import org.appctoolkit.model.RootfsPath;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Symbolic links lead to something. */
final class SymlinkTargetsExist implements Rule<SymbolicLink> {
  /** Where an executor, or the system below it, puts files. */
  private static final List<String> PROVIDED = List.of("/proc/", "/sys/", "/dev/", "/run/");

  @Override
  public List<Problem> check(SymbolicLink link) {
    if (link.target().outcome() != Links.Outcome.ABSENT || link.image().hasDependencies()) {
      return List.of();
    }
    String written = link.written().text();
    if (written.isEmpty() || isProvided(link, path(link, written))) {
      return List.of();
    }
    return List.of(
        Problem.atEntry(
            link.path(),
            link.headerOffset(),
            "the symbolic link leads to nothing in this image: " + Quote.of(written)));
  }

  private static boolean isProvided(SymbolicLink link, String path) {
    return PROVIDED.stream().anyMatch(path::startsWith)
        || link.image().manifest().apps().stream().anyMatch(app -> Volumes.mayHide(app, path));
  }

  /** The path in the rootfs that a link names, which need not exist. */
  private static String path(SymbolicLink link, String written) {
    String own = link.path().text();
    String from = own.substring(own.indexOf('/'), own.lastIndexOf('/') + 1);
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (written.startsWith("/") ? written : from + written).split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return RootfsPath.normal("/" + String.join("/", parts));
  }
}
