package org.appctoolkit.discovery;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Source;

/**
 * What came of asking for one page by its URL.
 *
 * @param page the page: at most one byte more than is read; empty if and only if there is an
 *     obstacle
 * @param steps every request, in its order
 * @param obstacle why there is none
 */
public record FetchedPage(Optional<Source> page, List<Step> steps, Optional<Obstacle> obstacle) {
  /** Copies the steps. */
  public FetchedPage {
    steps = List.copyOf(steps);
  }
}
