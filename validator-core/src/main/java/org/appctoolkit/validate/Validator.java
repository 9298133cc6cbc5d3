package org.appctoolkit.validate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Source;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.ManifestReader;
import org.appctoolkit.rule.RuleBook;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;

/**
 * Judges manifests. The only entry point of the core.
 *
 * <p>Safe for use by several threads. Judging never fails, whatever the bytes; what cannot be read
 * is a finding.
 */
public final class Validator {
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
      Collector collector = new Collector(document, settings);
      judgeDocument(document, version, collector);
      return new Judgement(document, Optional.empty(), version, collector.findings(version));
    }
    Identity identity = Identity.of(root, settings);
    SpecVersion named = identity.version();
    Collector collector = new Collector(document, settings);
    judgeDocument(document, named, collector);
    collector.add(identity.violations(), named);
    if (identity.kind().isEmpty()) {
      return new Judgement(document, Optional.empty(), named, collector.findings(named));
    }
    ManifestKind kind = identity.kind().get();
    SpecVersion version = kind.nearest(named);
    List<Violation> violations = structure(kind, version).check(root);
    if (identity.guessed()) {
      violations.removeIf(Validator::isAboutAcKind);
    }
    collector.add(violations, version);
    Manifest manifest = ManifestReader.read(root, kind, version);
    collector.add(RuleBook.check(manifest, Violation::new), version);
    return new Judgement(document, identity.kind(), version, collector.findings(version));
  }

  private static void judgeDocument(Document document, SpecVersion version, Collector collector) {
    document.malformations().forEach(malformation -> collector.add(malformation, version));
    collector.add(DocumentCheck.check(document), version);
  }

  private StructureCheck structure(ManifestKind kind, SpecVersion version) {
    return structures.computeIfAbsent(
        new Dialect(kind, version), it -> new StructureCheck(it.kind(), it.version()));
  }

  private static boolean isAboutAcKind(Violation violation) {
    return violation.problem().pointer().equals(Pointer.ROOT.key("acKind"));
  }
}
