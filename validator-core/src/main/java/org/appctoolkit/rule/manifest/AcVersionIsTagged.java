package org.appctoolkit.rule.manifest;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The acVersion is a tag, or above all tags (which is another rule's matter). */
final class AcVersionIsTagged implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return manifest.acVersion().stream()
        .filter(version -> Tags.isUntagged(version.value()))
        .map(
            version ->
                Problem.at(
                        version.pointer(),
                        Quote.of(version.value()) + " is no tagged version of the specification")
                    .help(Tags.HELP))
        .toList();
  }
}
