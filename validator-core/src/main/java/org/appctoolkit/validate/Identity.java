package org.appctoolkit.validate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ManifestReader;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;

/**
 * Which manifest a document is: its kind and the version whose rules apply.
 *
 * <p>The version is the tagged one at or just below the {@code acVersion}, the oldest when all are
 * above it, and the newest when the {@code acVersion} is above all of them, missing or no version.
 * An {@code acKind} that is missing or unknown is guessed by the keys, so that the rest can be
 * judged; one that was dropped before 0.1.1 is not judged further.
 *
 * @param kind the kind to judge it as; empty for an obsolete one
 * @param guessed whether the kind is a guess
 * @param version the version it names, or a tagged one near it
 * @param violations what is wrong with its acKind
 */
record Identity(
    Optional<ManifestKind> kind, boolean guessed, SpecVersion version, List<Violation> violations) {
  /** The clauses checked here. */
  static final Set<String> CLAUSES =
      Set.of(
          "manifest-kind-is-known",
          "manifest-kind-is-not-obsolete",
          "manifest-kind-exists-at-its-version",
          "ac-kind-is-alphanumeric");

  private static final Pointer AC_KIND = Pointer.ROOT.key("acKind");
  private static final SpecVersion ALPHANUMERIC_SINCE = new SpecVersion(0, 5, 2);

  private static final Map<String, String> OBSOLETE =
      Map.of(
          "AppManifest", "the app section of an ImageManifest",
          "AppImageManifest", "ImageManifest",
          "FilesetManifest", "an ImageManifest without an app");

  static Identity of(Json.Obj root, Settings settings) {
    SpecVersion version = settings.version().orElseGet(() -> ManifestReader.versionOf(root));
    if (settings.kind().isPresent()) {
      ManifestKind kind = settings.kind().get();
      return new Identity(Optional.of(kind), false, version, existence(root, kind, version));
    }
    if (!(root.get("acKind").orElse(null) instanceof Json.Str acKind)) {
      return new Identity(Optional.of(guess(root, version)), false, version, List.of());
    }
    String replacement = OBSOLETE.get(acKind.value());
    if (replacement != null) {
      Problem problem =
          Problem.at(AC_KIND, acKind.value() + " was dropped before version 0.1.1")
              .help("what it described is now " + replacement);
      return new Identity(
          Optional.empty(),
          false,
          version,
          List.of(Violation.of("manifest-kind-is-not-obsolete", problem)));
    }
    Optional<ManifestKind> kind = ManifestKind.ofAcKind(acKind.value());
    return kind.isPresent()
        ? new Identity(kind, false, version, existence(root, kind.get(), version))
        : new Identity(
            Optional.of(guess(root, version)), true, version, List.of(unknown(acKind, version)));
  }

  private static Violation unknown(Json.Str acKind, SpecVersion version) {
    String shown = Quote.of(acKind.value());
    if (!acKind.value().matches("[A-Za-z0-9]+") && version.compareTo(ALPHANUMERIC_SINCE) >= 0) {
      String message =
          acKind.value().isEmpty()
              ? "acKind is empty"
              : shown + " has a character other than letters and digits";
      return Violation.of("ac-kind-is-alphanumeric", Problem.at(AC_KIND, message));
    }
    String kinds =
        version.compareTo(ManifestKind.POD_MANIFEST.versions().first()) < 0
            ? "ImageManifest or ContainerRuntimeManifest"
            : "ImageManifest or PodManifest";
    return Violation.of(
        "manifest-kind-is-known",
        Problem.at(AC_KIND, shown + " is no kind of manifest")
            .help("write " + kinds + ", in exactly these letters"));
  }

  private static List<Violation> existence(Json.Obj root, ManifestKind kind, SpecVersion version) {
    if (kind.versions().contains(version)) {
      return List.of();
    }
    SpecVersion nearest = kind.nearest(version);
    return List.of(
        Violation.of(
            "manifest-kind-exists-at-its-version",
            Problem.at(
                    root.get("acKind").map(Json::pointer).orElse(Pointer.ROOT),
                    kind.acKind() + " is no kind of version " + version)
                .help(
                    kind.acKind()
                        + " exists "
                        + kind.versions()
                        + "; the rest is judged as "
                        + nearest)));
  }

  private static ManifestKind guess(Json.Obj root, SpecVersion version) {
    if (root.get("apps").isEmpty()) {
      return ManifestKind.IMAGE_MANIFEST;
    }
    return ManifestKind.POD_MANIFEST.versions().contains(version)
        ? ManifestKind.POD_MANIFEST
        : ManifestKind.CONTAINER_RUNTIME_MANIFEST;
  }
}
