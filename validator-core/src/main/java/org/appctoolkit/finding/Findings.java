package org.appctoolkit.finding;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The findings of one document or page in the order of its text, or of one image, those of its
 * manifest first, in the order of its entries; at one place the heavier first.
 *
 * @param all each of them
 */
public record Findings(List<Finding> all) {
  private static final Comparator<Place.InText> TEXT_ORDER =
      Comparator.comparing((Place.InText text) -> text.region().start());

  private static final Comparator<Place.InArchive> ARCHIVE_ORDER =
      Comparator.comparingLong(Place.InArchive::headerOffset).thenComparing(Place.InArchive::entry);

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::place, Findings::compare)
          .thenComparing(Finding::severity, Comparator.reverseOrder())
          .thenComparing(Finding::rule)
          .thenComparing(finding -> finding.inText().map(it -> it.pointer().toString()).orElse(""))
          .thenComparing(Finding::message);

  /** Sorts, and drops what was found twice. */
  public Findings {
    all = all.stream().distinct().sorted(ORDER).toList();
  }

  /** The severity of the heaviest; empty if there is none at all. */
  public Optional<Severity> worst() {
    return all.stream().map(Finding::severity).max(Comparator.naturalOrder());
  }

  /** How many there are of a severity. */
  public int count(Severity severity) {
    return (int) all.stream().filter(finding -> finding.severity() == severity).count();
  }

  /** What is in the manifest stands before what is in the archive around it. */
  private static int compare(Place one, Place other) {
    if (one instanceof Place.InText text) {
      return other instanceof Place.InText otherText ? TEXT_ORDER.compare(text, otherText) : -1;
    }
    if (one instanceof Place.InPage page && other instanceof Place.InPage otherPage) {
      return page.region().start().compareTo(otherPage.region().start());
    }
    return one instanceof Place.InArchive archived && other instanceof Place.InArchive otherArchived
        ? ARCHIVE_ORDER.compare(archived, otherArchived)
        : 1;
  }
}
