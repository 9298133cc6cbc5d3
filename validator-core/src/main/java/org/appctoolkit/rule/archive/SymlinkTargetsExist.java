package org.appctoolkit.rule.archive;

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
    String written = link.written().text();
    String path = RootfsPath.normal(written);
    boolean provided = PROVIDED.stream().anyMatch(path::startsWith);
    if (link.target().outcome() != Links.Outcome.ABSENT
        || written.isEmpty()
        || provided
        || link.image().hasDependencies()) {
      return List.of();
    }
    return List.of(
        Problem.atEntry(
            link.path(),
            link.headerOffset(),
            "the symbolic link leads to nothing in this image: " + Quote.of(written)));
  }
}
