package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The signature has the form that executors look for. */
final class ImageSignatureIsArmouredAndDetached implements Rule<Packaging> {
  @Override
  public List<Problem> check(Packaging packaging) {
    return packaging.signatures().stream()
        .filter(signature -> !signature.armoured())
        .map(
            signature ->
                Problem.ofImage(
                    Quote.of(signature.fileName())
                        + " beside the archive is no detached signature in ASCII armour"))
        .toList();
  }
}
