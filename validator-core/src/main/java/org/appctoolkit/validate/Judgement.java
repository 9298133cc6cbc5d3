package org.appctoolkit.validate;

import java.util.Optional;
import org.appctoolkit.document.Document;
import org.appctoolkit.finding.Findings;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;

/**
 * What came of judging a document.
 *
 * @param document the document, as far as it could be read
 * @param kind the kind it was judged as; empty if it was not judged as a manifest
 * @param version the version whose rules were applied
 * @param findings what is wrong
 */
public record Judgement(
    Document document, Optional<ManifestKind> kind, SpecVersion version, Findings findings) {
  /** Whether a limit kept the document from being judged wholly. */
  public boolean hitALimit() {
    return findings.all().stream()
        .anyMatch(finding -> finding.clause().source() == Clause.Source.LIMIT);
  }
}
