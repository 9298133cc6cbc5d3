package org.appctoolkit.validate;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;

/**
 * What is wrong with a manifest, before it has severities.
 *
 * @param document the text
 * @param kind the kind it was judged as; empty if it was not judged as any
 * @param version the version whose rules apply
 * @param ofDocument what holds for any document and for the kind, at the version it names
 * @param namedVersion that version
 * @param ofManifest what the schema and the rules have found
 * @param manifest what could be read of it; empty if it was not judged as any kind
 */
record ManifestVerdict(
    Document document,
    Optional<ManifestKind> kind,
    SpecVersion version,
    SpecVersion namedVersion,
    List<Violation> ofDocument,
    List<Violation> ofManifest,
    Optional<Manifest> manifest) {
  ManifestVerdict {
    ofDocument = List.copyOf(ofDocument);
    ofManifest = List.copyOf(ofManifest);
  }

  /** A document that is no manifest that can be judged. */
  static ManifestVerdict of(Document document, SpecVersion version, List<Violation> ofDocument) {
    return new ManifestVerdict(
        document, Optional.empty(), version, version, ofDocument, List.of(), Optional.empty());
  }

  /** The text as an object, if it is one. */
  Optional<Json.Obj> object() {
    return document.root().filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
  }

  /** The same without what the schema or a rule has found of certain clauses. */
  ManifestVerdict without(Predicate<Clause> clauses) {
    return new ManifestVerdict(
        document,
        kind,
        version,
        namedVersion,
        ofDocument,
        ofManifest.stream().filter(it -> !clauses.test(it.clause())).toList(),
        manifest);
  }

  /** Adds everything to what is collected, in the order of looking. */
  void addTo(Collector collector) {
    document.malformations().forEach(it -> collector.add(it, namedVersion));
    collector.add(ofDocument, namedVersion);
    collector.add(ofManifest, version);
  }
}
