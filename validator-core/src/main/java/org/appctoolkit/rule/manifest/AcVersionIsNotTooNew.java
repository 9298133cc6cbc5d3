package org.appctoolkit.rule.manifest;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;
import org.appctoolkit.spec.SpecVersion;

/** The acVersion is not above the last tag. */
final class AcVersionIsNotTooNew implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return manifest.acVersion().stream()
        .filter(version -> Tags.isTooNew(version.value()))
        .map(
            version ->
                Problem.at(
                        version.pointer(),
                        Quote.of(version.value())
                            + " is above the last version, "
                            + SpecVersion.NEWEST)
                    .help(Tags.HELP))
        .toList();
  }
}
