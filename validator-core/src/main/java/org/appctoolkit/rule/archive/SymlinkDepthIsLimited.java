package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Links;
import org.appctoolkit.image.SymbolicLink;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Symbolic links are followed through few others. */
final class SymlinkDepthIsLimited implements Rule<SymbolicLink> {
  @Override
  public List<Problem> check(SymbolicLink link) {
    if (link.target().outcome() == Links.Outcome.TOO_DEEP) {
      return List.of(
          Problem.atEntry(
              link.path(),
              link.headerOffset(),
              "the symbolic link to "
                  + Quote.of(link.written().text())
                  + " takes more than "
                  + Links.MOST
                  + " symbolic links"));
    }
    return List.of();
  }
}
