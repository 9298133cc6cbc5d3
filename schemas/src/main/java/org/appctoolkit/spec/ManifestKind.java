package org.appctoolkit.spec;

import java.util.Optional;

/** A kind of manifest that some tagged version of the specification defines. */
public enum ManifestKind {
  /** Describes an image; at every version. */
  IMAGE_MANIFEST("ImageManifest", "image-manifest", "0.1.1", "0.8.11"),
  /** Describes what runs together; replaced by the pod manifest. */
  CONTAINER_RUNTIME_MANIFEST(
      "ContainerRuntimeManifest", "container-runtime-manifest", "0.1.1", "0.4.1"),
  /** Describes what runs together. */
  POD_MANIFEST("PodManifest", "pod-manifest", "0.5.0", "0.8.11");

  private final String acKind;
  private final String id;
  private final String first;
  private final String last;

  ManifestKind(String acKind, String id, String first, String last) {
    this.acKind = acKind;
    this.id = id;
    this.first = first;
    this.last = last;
  }

  /** The kind whose {@code acKind} is exactly this text. */
  public static Optional<ManifestKind> ofAcKind(String acKind) {
    for (ManifestKind kind : values()) {
      if (kind.acKind.equals(acKind)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The kind of this {@link #id()}. */
  public static Optional<ManifestKind> ofId(String id) {
    for (ManifestKind kind : values()) {
      if (kind.id.equals(id)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The value of {@code acKind} in such a manifest: {@code PodManifest}. */
  public String acKind() {
    return acKind;
  }

  /** Its name on a command line and in file names: {@code pod-manifest}. */
  public String id() {
    return id;
  }

  /** The versions that define it. */
  public VersionRange versions() {
    return new VersionRange(
        SpecVersion.known(first).orElseThrow(), SpecVersion.known(last).orElseThrow());
  }

  /** The version nearest to the given one that defines this kind. */
  public SpecVersion nearest(SpecVersion version) {
    VersionRange versions = versions();
    if (version.compareTo(versions.first()) < 0) {
      return versions.first();
    }
    return version.compareTo(versions.last()) > 0 ? versions.last() : version;
  }
}
