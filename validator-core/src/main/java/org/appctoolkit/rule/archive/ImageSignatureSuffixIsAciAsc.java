package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The signature has the name that executors look for. */
final class ImageSignatureSuffixIsAciAsc implements Rule<Packaging> {
  @Override
  public List<Problem> check(Packaging packaging) {
    return packaging.signatures().stream()
        .filter(signature -> !signature.fileName().equals(packaging.fileName().orElse("") + ".asc"))
        .map(
            signature ->
                Problem.ofImage(
                        "the signature "
                            + Quote.of(signature.fileName())
                            + " is not called after the archive")
                    .help(
                        "executors look for "
                            + packaging.fileName().map(Quote::escape).orElse("the archive")
                            + ".asc"))
        .toList();
  }
}
