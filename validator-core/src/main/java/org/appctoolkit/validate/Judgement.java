package org.appctoolkit.validate;

import java.util.Optional;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.discovery.Page;
import org.appctoolkit.document.Document;
import org.appctoolkit.finding.Findings;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;

/**
 * What came of judging a document, an image or a discovery page.
 *
 * @param name what messages call what was judged
 * @param document the document, or the manifest of the image, as far as it could be read; empty for
 *     an image whose manifest was not found
 * @param kind the kind of manifest it was judged as; empty if it was not judged as one
 * @param version the version whose rules were applied
 * @param findings what is wrong
 * @param image what one pass over the image has found out; empty for a document
 * @param packaging what is around an archive; empty for anything else
 * @param page the discovery page; empty for anything else
 */
public record Judgement(
    String name,
    Optional<Document> document,
    Optional<ManifestKind> kind,
    SpecVersion version,
    Findings findings,
    Optional<ArchiveSummary> image,
    Optional<Packaging> packaging,
    Optional<Page> page) {
  /** Whether a limit kept something from being judged wholly. */
  public boolean hitALimit() {
    return findings.all().stream()
        .anyMatch(finding -> finding.clause().source() == Clause.Source.LIMIT);
  }

  /** The same with other findings. */
  public Judgement withFindings(Findings others) {
    return new Judgement(name, document, kind, version, others, image, packaging, page);
  }
}
