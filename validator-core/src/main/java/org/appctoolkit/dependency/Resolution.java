package org.appctoolkit.dependency;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * What came of looking for the images that an image depends on.
 *
 * @param obstacles what is wrong, in the order in which it was found
 * @param assembly what to render; empty if an obstacle does not allow for it
 */
public record Resolution(List<Obstacle> obstacles, Optional<Assembly> assembly) {
  /** Copies the list. */
  public Resolution {
    obstacles = List.copyOf(obstacles);
  }

  /**
   * Looks for the images that an image depends on, and for those that these depend on.
   *
   * <p>Which image a dependency means follows from the version of the manifest it stands in. Up to
   * 0.6.1 an image ID is all that counts, and without one name and labels do; from 0.7.0 on name,
   * labels and image ID all count. Where several images fit, the one with the highest version label
   * is taken, numbers in it being compared as numbers, and of these that with the smallest image
   * ID.
   *
   * @throws IOException what the catalogue has thrown
   */
  public static Resolution of(KnownImage root, Catalogue catalogue, DependencyLimits limits)
      throws IOException {
    return new Resolver(catalogue, limits).resolve(root);
  }

  /** The same with all obstacles told at one place, as those of an image that a pod names. */
  public Resolution at(Pointer place) {
    return new Resolution(
        obstacles.stream()
            .map(it -> new Obstacle(it.kind(), place, it.way(), it.message()))
            .toList(),
        assembly);
  }
}
