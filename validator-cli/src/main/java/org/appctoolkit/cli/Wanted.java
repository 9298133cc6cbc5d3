package org.appctoolkit.cli;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.discovery.ImageReference;

/**
 * An image that is to be fetched.
 *
 * @param name the name it is discovered by; empty if its URL is known
 * @param url its URL; empty if it is to be discovered
 * @param id the image ID it has to have, if that is said
 * @param size the length it has to have, if that is said
 * @param depth how many images away it is from one that was asked for
 */
record Wanted(
    Optional<ImageReference> name,
    Optional<URI> url,
    Optional<ImageId> id,
    OptionalLong size,
    int depth) {
  /** An image that was asked for by its name. */
  static Wanted byName(ImageReference name) {
    return new Wanted(
        Optional.of(name), Optional.empty(), Optional.empty(), OptionalLong.empty(), 0);
  }

  /** An image that was asked for by its URL. */
  static Wanted byUrl(URI url) {
    return new Wanted(
        Optional.empty(), Optional.of(url), Optional.empty(), OptionalLong.empty(), 0);
  }

  /** Whether it was asked for, and is no dependency. */
  boolean requested() {
    return depth == 0;
  }

  /** What messages call it. */
  String words() {
    return name.map(ImageReference::toString).orElseGet(() -> url.map(URI::toString).orElse(""));
  }
}
