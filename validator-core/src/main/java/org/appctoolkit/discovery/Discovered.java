package org.appctoolkit.discovery;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.spec.SpecVersion;

/**
 * What came of a discovery.
 *
 * @param asked what was looked for
 * @param version the version of the specification that was followed
 * @param endpoints where the image is, in the order of the page; empty if and only if there is an
 *     obstacle
 * @param publicKeys where public keys are, in the order of the pages
 * @param steps every request, in its order
 * @param obstacle why nothing was found
 */
public record Discovered(
    ImageReference asked,
    SpecVersion version,
    List<Endpoint> endpoints,
    List<URI> publicKeys,
    List<Step> steps,
    Optional<Obstacle> obstacle) {
  /** Copies the lists, and refuses a failure without a reason. */
  public Discovered {
    endpoints = List.copyOf(endpoints);
    publicKeys = List.copyOf(publicKeys);
    steps = List.copyOf(steps);
    if (endpoints.isEmpty() != obstacle.isPresent()) {
      throw new IllegalArgumentException("either there are endpoints or an obstacle");
    }
  }

  /** The first endpoint that can be fetched. */
  public Optional<Endpoint> fetchable() {
    return endpoints.stream().filter(Endpoint::isFetchable).findFirst();
  }
}
