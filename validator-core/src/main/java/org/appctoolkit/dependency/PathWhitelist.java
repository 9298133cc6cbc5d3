package org.appctoolkit.dependency;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.image.EntryPath;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.spec.SpecVersion;

/**
 * The paths that an image wants to keep.
 *
 * <p>It is a set of single paths: a directory in it is kept as such, not what is in it. A slash at
 * the end says nothing but, up to 0.5.1, that the directory is there in any case. What is not
 * absolute, or goes up, means nothing.
 *
 * @param paths below the top level of an image, so beginning with {@code rootfs}
 * @param ensured those of them that exist in any case, as directories
 */
record PathWhitelist(List<EntryPath> paths, List<EntryPath> ensured) {
  private static final SpecVersion NOTHING_ENSURED_SINCE = new SpecVersion(0, 5, 2);

  PathWhitelist {
    paths = List.copyOf(paths);
    ensured = List.copyOf(ensured);
  }

  /** That of an image; empty if everything is kept. */
  static Optional<PathWhitelist> of(ImageManifest manifest) {
    if (manifest.pathWhitelist().isEmpty()) {
      return Optional.empty();
    }
    boolean ensures = manifest.version().compareTo(NOTHING_ENSURED_SINCE) < 0;
    return Optional.of(
        new PathWhitelist(
            manifest.pathWhitelist().stream().flatMap(it -> path(it.value()).stream()).toList(),
            manifest.pathWhitelist().stream()
                .filter(it -> ensures && it.value().endsWith("/"))
                .flatMap(it -> path(it.value()).stream())
                .toList()));
  }

  private static Optional<EntryPath> path(String written) {
    return Optional.of(written)
        .filter(it -> it.startsWith("/"))
        .map(it -> EntryPath.of("rootfs" + it))
        .filter(it -> !it.climbs());
  }
}
