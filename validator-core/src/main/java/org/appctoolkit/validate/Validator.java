package org.appctoolkit.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Malformation;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Region;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Findings;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.ManifestReader;
import org.appctoolkit.rule.RuleBook;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;

/**
 * Judges manifests. The only entry point of the core.
 *
 * <p>Safe for use by several threads. Judging never fails, whatever the bytes; what cannot be read
 * is a finding.
 */
public final class Validator {
  /** What the author of a pod template may leave to whoever reifies it. */
  private static final Set<String> OPEN_IN_A_TEMPLATE =
      Set.of("pod-app-image-id-is-given", "pod-is-reified", "mount-volume-exists");

  private record Dialect(ManifestKind kind, SpecVersion version) {}

  private final Settings settings;
  private final Map<Dialect, StructureCheck> structures = new ConcurrentHashMap<>();

  /** A validator that judges in the given way. */
  public Validator(Settings settings) {
    this.settings = settings;
  }

  /** Judges a source. */
  public Judgement judge(Source source) {
    Document document = Document.read(source, settings.limits());
    if (!(document.root().orElse(null) instanceof Json.Obj root)) {
      SpecVersion version = settings.version().orElse(SpecVersion.NEWEST);
      List<Finding> findings = documentFindings(document, version);
      return new Judgement(document, Optional.empty(), version, new Findings(findings));
    }
    Identity identity = Identity.of(root, settings);
    SpecVersion named = identity.version();
    List<Finding> findings = documentFindings(document, named);
    add(identity.violations(), document, named, findings);
    if (identity.kind().isEmpty()) {
      return new Judgement(document, Optional.empty(), named, new Findings(findings));
    }
    ManifestKind kind = identity.kind().get();
    SpecVersion version = kind.nearest(named);
    List<Violation> violations = structure(kind, version).check(root);
    if (identity.guessed()) {
      violations.removeIf(Validator::isAboutAcKind);
    }
    add(violations, document, version, findings);
    Manifest manifest = ManifestReader.read(root, kind, version);
    add(RuleBook.check(manifest, Violation::new), document, version, findings);
    return new Judgement(document, identity.kind(), version, new Findings(findings));
  }

  private StructureCheck structure(ManifestKind kind, SpecVersion version) {
    return structures.computeIfAbsent(
        new Dialect(kind, version), it -> new StructureCheck(it.kind(), it.version()));
  }

  private static boolean isAboutAcKind(Violation violation) {
    return violation.problem().pointer().equals(Pointer.ROOT.key("acKind"));
  }

  private List<Finding> documentFindings(Document document, SpecVersion version) {
    List<Finding> findings = new ArrayList<>();
    for (Malformation malformation : document.malformations()) {
      Clause clause = Clauses.get(DocumentCheck.clause(malformation.kind()));
      severity(clause, version)
          .ifPresent(
              severity ->
                  findings.add(
                      new Finding(
                          clause,
                          version,
                          severity,
                          malformation.pointer(),
                          malformation.region(),
                          malformation.message(),
                          malformation.help())));
    }
    add(DocumentCheck.check(document), document, version, findings);
    return findings;
  }

  private void add(
      List<Violation> violations, Document document, SpecVersion version, List<Finding> findings) {
    for (Violation violation : violations) {
      Clause clause = violation.clause();
      if (settings.podTemplate() && OPEN_IN_A_TEMPLATE.contains(clause.id())) {
        continue;
      }
      Pointer pointer = violation.problem().pointer();
      Region region = region(document, pointer, violation.problem().atKey());
      String help = violation.problem().help();
      severity(clause, version)
          .ifPresent(
              severity ->
                  findings.add(
                      new Finding(
                          clause,
                          version,
                          severity,
                          pointer,
                          region,
                          violation.problem().message(),
                          help.isEmpty() ? clause.sentence() : help)));
    }
  }

  private static Region region(Document document, Pointer pointer, boolean atKey) {
    Optional<Region> key = atKey ? document.keyRegion(pointer) : Optional.empty();
    return key.or(() -> document.at(pointer).map(Json::region))
        .orElseThrow(() -> new IllegalStateException("nothing at " + pointer));
  }

  private Optional<Severity> severity(Clause clause, SpecVersion version) {
    Optional<Severity> changed = settings.severities().get(clause.id());
    return changed == null ? Optional.of(Severity.of(clause.levelAt(version))) : changed;
  }
}
