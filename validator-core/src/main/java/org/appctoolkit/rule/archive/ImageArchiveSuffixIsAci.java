package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The file is called after what it is. */
final class ImageArchiveSuffixIsAci implements Rule<Packaging> {
  @Override
  public List<Problem> check(Packaging packaging) {
    return packaging
        .fileName()
        .filter(name -> !name.endsWith(".aci"))
        .map(name -> Problem.ofImage("the name " + Quote.of(name) + " does not end with .aci"))
        .stream()
        .toList();
  }
}
