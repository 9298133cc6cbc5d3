package org.appctoolkit.discovery;

import java.net.URI;
import java.util.List;
import java.util.OptionalInt;

/**
 * One request on the way, and what came of it.
 *
 * @param url what was asked for
 * @param status the status of the answer; empty if there was none
 * @param result what came of it: lower case, no full stop, safe to print
 * @param tags what came of the discovery tags of the page
 */
public record Step(URI url, OptionalInt status, String result, List<TagUse> tags) {
  /** Copies the tags. */
  public Step {
    tags = List.copyOf(tags);
  }
}
