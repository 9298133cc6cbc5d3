package org.appctoolkit.rule.manifest;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The same where the text did not yet ask for it. */
final class AcVersionNamesAKnownVersion implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return manifest.acVersion().stream()
        .filter(version -> Tags.isUntagged(version.value()) || Tags.isTooNew(version.value()))
        .map(
            version ->
                Problem.at(
                        version.pointer(),
                        Quote.of(version.value()) + " is no tagged version of the specification")
                    .help(Tags.HELP))
        .toList();
  }
}
