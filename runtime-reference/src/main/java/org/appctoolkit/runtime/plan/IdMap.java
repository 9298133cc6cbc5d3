package org.appctoolkit.runtime.plan;

import java.util.List;

/**
 * A stretch of users or groups in a user namespace.
 *
 * @param inside the first of them there
 * @param outside what that one is on the host
 * @param count how many there are; at least one
 */
public record IdMap(long inside, long outside, long count) {
  /** Whether an ID inside is one of them. */
  public boolean contains(long id) {
    return id >= inside && id - inside < count;
  }

  /** What an ID inside, which has to be one of them, is on the host. */
  public long outside(long id) {
    return outside + (id - inside);
  }

  List<String> words(String verb) {
    return List.of(verb, Long.toString(inside), Long.toString(outside), Long.toString(count));
  }
}
