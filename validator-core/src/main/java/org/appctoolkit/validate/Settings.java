package org.appctoolkit.validate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.dependency.DependencyLimits;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.document.Limits;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;

/**
 * How to judge.
 *
 * @param limits what is read of a manifest at the most
 * @param archiveLimits what is read of an image at the most
 * @param dependencyLimits how far dependencies are followed at the most
 * @param version the version whose rules apply, whatever the manifest says
 * @param kind the kind to expect, whatever the manifest says
 * @param podTemplate whether a pod manifest may leave open what is decided later
 * @param asked what images were discovered by, or pages are to lead to
 * @param severities other severities for rules, by id; empty turns a rule off
 */
public record Settings(
    Limits limits,
    ArchiveLimits archiveLimits,
    DependencyLimits dependencyLimits,
    Optional<SpecVersion> version,
    Optional<ManifestKind> kind,
    boolean podTemplate,
    Optional<ImageReference> asked,
    Map<String, Optional<Severity>> severities) {
  /**
   * The rules that cannot be turned off: without them nothing is judged, and any bytes would pass
   * for a manifest or an image. So are those of limits.
   */
  public static final Set<String> ALWAYS_ON =
      Stream.concat(
              Stream.of(
                  "manifest-is-json",
                  "manifest-is-utf-8",
                  "manifest-is-an-object",
                  "manifest-kind-is-not-obsolete",
                  "image-archive-is-a-tar",
                  "image-has-a-manifest",
                  "manifest-is-a-regular-file",
                  "compressed-data-is-intact",
                  "tar-header-checksums-are-right",
                  "tar-numbers-are-in-range",
                  "tar-extensions-are-well-formed",
                  "tar-is-complete"),
              Clauses.all().stream()
                  .filter(clause -> clause.source() == Clause.Source.LIMIT)
                  .map(Clause::id))
          .collect(Collectors.toUnmodifiableSet());

  /** Default limits; version and kind are those of the manifest; every rule as it is. */
  public static final Settings DEFAULT =
      new Settings(
          Limits.DEFAULT,
          ArchiveLimits.DEFAULT,
          DependencyLimits.DEFAULT,
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          Map.of());

  /** Refuses versions without a tag, and severities without which nothing would be judged. */
  public Settings {
    if (version.filter(it -> !it.isKnown()).isPresent()) {
      throw new IllegalArgumentException("no tagged version: " + version.get());
    }
    severities = Map.copyOf(severities);
    severities.forEach(
        (rule, severity) -> {
          if (severity.isEmpty() && ALWAYS_ON.contains(rule)) {
            throw new IllegalArgumentException("the rule " + rule + " cannot be turned off");
          }
        });
  }

  /** The same with the rules of a version. */
  public Settings withVersion(SpecVersion other) {
    return new Settings(
        limits,
        archiveLimits,
        dependencyLimits,
        Optional.of(other),
        kind,
        podTemplate,
        asked,
        severities);
  }

  /** The same for manifests of a kind. */
  public Settings withKind(ManifestKind other) {
    return new Settings(
        limits,
        archiveLimits,
        dependencyLimits,
        version,
        Optional.of(other),
        podTemplate,
        asked,
        severities);
  }

  /** The same for pod templates. */
  public Settings withPodTemplate(boolean other) {
    return new Settings(
        limits, archiveLimits, dependencyLimits, version, kind, other, asked, severities);
  }

  /** The same for images that were discovered by a name with labels. */
  public Settings withAsked(ImageReference other) {
    return new Settings(
        limits,
        archiveLimits,
        dependencyLimits,
        version,
        kind,
        podTemplate,
        Optional.of(other),
        severities);
  }

  /** The same with other limits. */
  public Settings withLimits(Limits other) {
    return new Settings(
        other, archiveLimits, dependencyLimits, version, kind, podTemplate, asked, severities);
  }

  /** The same with other severities. */
  public Settings withSeverities(Map<String, Optional<Severity>> other) {
    return new Settings(
        limits, archiveLimits, dependencyLimits, version, kind, podTemplate, asked, other);
  }

  /** The same with other limits for images. */
  public Settings withArchiveLimits(ArchiveLimits other) {
    return new Settings(
        limits, other, dependencyLimits, version, kind, podTemplate, asked, severities);
  }

  /** The same with other limits for dependencies. */
  public Settings withDependencyLimits(DependencyLimits other) {
    return new Settings(
        limits, archiveLimits, other, version, kind, podTemplate, asked, severities);
  }
}
