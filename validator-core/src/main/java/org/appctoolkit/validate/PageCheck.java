package org.appctoolkit.validate;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.discovery.Page;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.document.Source;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.RuleBook;
import org.appctoolkit.spec.SpecVersion;

/** Judges one discovery page. */
final class PageCheck {
  /** The clause of pages that are not judged, as they are too long. */
  static final String LENGTH = "discovery-page-length-is-limited";

  private final Settings settings;

  PageCheck(Settings settings) {
    this.settings = settings;
  }

  Judgement judge(Source source, ImageReference asked) {
    int most = settings.limits().documentBytes();
    SpecVersion version = settings.version().orElse(SpecVersion.NEWEST);
    boolean tooLong = source.size() > most;
    Page page = Page.read(tooLong ? Source.of(source.name(), "") : source);
    Collector collector = new Collector(page, settings);
    collector.add(
        tooLong
            ? List.of(
                Violation.of(
                    LENGTH,
                    Problem.inPage(
                            page.text().region(0, 0), "the page is longer than " + most + " bytes")
                        .help("that is all that is read of a page")))
            : RuleBook.check(new PublishedPage(page, asked), version, Violation::new),
        version);
    return new Judgement(
        source.name(),
        Optional.empty(),
        Optional.empty(),
        version,
        collector.findings(version),
        Optional.empty(),
        Optional.empty(),
        Optional.of(page));
  }
}
