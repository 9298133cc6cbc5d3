package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.SymbolicLink;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Symbolic links do not climb out of the rootfs. */
final class SymlinksStayInTheRootfs implements Rule<SymbolicLink> {
  @Override
  public List<Problem> check(SymbolicLink link) {
    if (link.target().climbed()) {
      return List.of(
          Problem.atEntry(
              link.path(),
              link.headerOffset(),
              "the symbolic link leads out of the rootfs: " + Quote.of(link.written().text())));
    }
    return List.of();
  }
}
