package org.appctoolkit.discovery;

import java.net.URI;

/** What is at the end of all redirects. */
public sealed interface Opened {
  /**
   * An answer that is no redirect.
   *
   * @param url what was asked for in the end
   * @param reply the answer, which the caller closes
   */
  record Reached(URI url, Reply reply) implements Opened {}

  /**
   * None, or a redirect that must not be followed.
   *
   * @param obstacle why
   */
  record Blocked(Obstacle obstacle) implements Opened {}
}
