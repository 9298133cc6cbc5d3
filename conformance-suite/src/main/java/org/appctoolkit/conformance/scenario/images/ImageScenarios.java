package org.appctoolkit.conformance.scenario.images;

import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.conformance.scenario.Scenario;

/** The scenarios about images, what apps find in their root file systems, and what is refused. */
public final class ImageScenarios {
  /** In the order of the specification. */
  public static final List<Scenario> ALL =
      Stream.of(
              FilesystemSetup.ALL,
              ImageArchives.ALL,
              Dependencies.ALL,
              RefusedImages.ALL,
              RefusedManifests.ALL)
          .flatMap(List::stream)
          .toList();

  private ImageScenarios() {}
}
