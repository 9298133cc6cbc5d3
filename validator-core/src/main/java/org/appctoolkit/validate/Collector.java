package org.appctoolkit.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.discovery.Page;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Malformation;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Position;
import org.appctoolkit.document.Region;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Findings;
import org.appctoolkit.finding.Place;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import org.appctoolkit.spec.SpecVersion;

/**
 * Turns what is wrong with a document or an image into findings: gives it a place in the text, a
 * severity and help, leaves out what the settings turn off, and stops at the limit.
 */
final class Collector {
  /** The clause of the limit on findings. */
  static final String LIMIT = "finding-count-is-limited";

  /** What the author of a pod template may leave to whoever reifies it. */
  private static final Set<String> OPEN_IN_A_TEMPLATE =
      Set.of("pod-app-image-id-is-given", "pod-is-reified", "mount-volume-exists");

  private final Optional<Document> document;
  private final Place whole;
  private final Settings settings;
  private final List<Finding> findings = new ArrayList<>();

  /** How many were found, those that were not kept included. */
  private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);

  /**
   * Collects what is found.
   *
   * @param document the manifest, if there is one
   */
  Collector(Optional<Document> document, Settings settings) {
    this(document, document.map(Collector::endOf).orElse(Place.InArchive.WHOLE), settings);
  }

  /** Collects what is found in a discovery page. */
  Collector(Page page, Settings settings) {
    this(Optional.empty(), endOf(page), settings);
  }

  private Collector(Optional<Document> document, Place whole, Settings settings) {
    this.document = document;
    this.whole = whole;
    this.settings = settings;
  }

  void add(Malformation malformation, SpecVersion version) {
    add(
        Clauses.get(DocumentCheck.clause(malformation.kind())),
        version,
        new Place.InText(malformation.pointer(), malformation.region()),
        malformation.message(),
        malformation.help());
  }

  void add(List<Violation> violations, SpecVersion version) {
    for (Violation violation : violations) {
      Clause clause = violation.clause();
      if (settings.podTemplate() && OPEN_IN_A_TEMPLATE.contains(clause.id())) {
        continue;
      }
      Problem problem = violation.problem();
      add(clause, version, place(problem.spot()), problem.message(), problem.help());
    }
  }

  /** All of them; when there are too many, with a last one that says so. */
  Findings findings(SpecVersion version) {
    int most = settings.limits().findings();
    if (counts.values().stream().mapToInt(count -> count).sum() <= most) {
      return new Findings(findings);
    }
    // The heaviest stay, so that a flood of warnings hides no error.
    findings.sort(Comparator.comparing(Finding::severity).reversed());
    List<Finding> kept = new ArrayList<>(findings.subList(0, Math.min(most, findings.size())));
    Clause clause = Clauses.get(LIMIT);
    kept.add(
        new Finding(
            clause,
            version,
            Severity.of(clause.levelAt(version)),
            whole,
            "there are more findings than " + most + "; the others are left out",
            "mend these first"));
    return new Findings(kept);
  }

  private void add(Clause clause, SpecVersion version, Place place, String message, String help) {
    Optional<Severity> severity = severity(clause, version);
    if (severity.isEmpty()) {
      return;
    }
    if (counts.merge(severity.get(), 1, Integer::sum) > settings.limits().findings()) {
      return;
    }
    String right = help.isEmpty() ? asHelp(clause.sentence()) : help;
    findings.add(new Finding(clause, version, severity.get(), place, message, right));
  }

  private static Place endOf(Page page) {
    int end = page.text().characters().length();
    return new Place.InPage(page.text().region(end, end));
  }

  private static Place endOf(Document document) {
    Position end = document.position(document.text().length());
    return new Place.InText(Pointer.ROOT, new Region(end, end));
  }

  private Place place(Problem.Spot spot) {
    if (spot instanceof Problem.Spot.InManifest there) {
      return new Place.InText(there.pointer(), region(there.pointer(), there.atKey()));
    }
    if (spot instanceof Problem.Spot.InPage there) {
      return new Place.InPage(there.region());
    }
    Problem.Spot.AtEntry entry = (Problem.Spot.AtEntry) spot;
    return new Place.InArchive(entry.entry(), entry.headerOffset());
  }

  private Region region(Pointer pointer, boolean atKey) {
    Document text =
        document.orElseThrow(() -> new IllegalStateException("no manifest for " + pointer));
    Optional<Region> key = atKey ? text.keyRegion(pointer) : Optional.empty();
    return key.or(() -> text.at(pointer).map(Json::region))
        .orElseThrow(() -> new IllegalStateException("nothing at " + pointer));
  }

  private Optional<Severity> severity(Clause clause, SpecVersion version) {
    Optional<Severity> changed = settings.severities().get(clause.id());
    return changed == null ? Optional.of(Severity.of(clause.levelAt(version))) : changed;
  }

  /** A sentence in the form of a message: lower case unless it begins with an acronym, no stop. */
  private static String asHelp(String sentence) {
    boolean acronym = Character.isUpperCase(sentence.charAt(1));
    String start = sentence.substring(0, 1);
    return (acronym ? start : start.toLowerCase(Locale.ROOT))
        + sentence.substring(1).replaceFirst("\\.$", "");
  }
}
