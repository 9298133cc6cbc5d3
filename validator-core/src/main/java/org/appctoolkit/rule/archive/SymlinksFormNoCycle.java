package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Links;
import org.appctoolkit.image.SymbolicLink;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Symbolic links do not lead to themselves. */
final class SymlinksFormNoCycle implements Rule<SymbolicLink> {
  @Override
  public List<Problem> check(SymbolicLink link) {
    if (link.target().outcome() == Links.Outcome.CYCLE) {
      return List.of(
          Problem.atEntry(
              link.path(),
              link.headerOffset(),
              "following the symbolic link to " + Quote.of(link.written().text()) + " never ends"));
    }
    return List.of();
  }
}
