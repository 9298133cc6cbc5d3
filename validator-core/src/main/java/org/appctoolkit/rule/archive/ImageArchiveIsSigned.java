package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** There is a signature. */
final class ImageArchiveIsSigned implements Rule<Packaging> {
  @Override
  public List<Problem> check(Packaging packaging) {
    return packaging
        .fileName()
        .filter(name -> packaging.signatures().isEmpty())
        .map(
            name ->
                Problem.ofImage("there is no signature beside the archive")
                    .help("appc image sign makes " + Quote.escape(name) + ".asc"))
        .stream()
        .toList();
  }
}
