package org.appctoolkit.model;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * What an app executes on an event of its life cycle.
 *
 * @param pointer the object
 * @param name the event
 * @param exec the executable and its arguments
 */
public record EventHandler(
    Pointer pointer, Optional<Located<String>> name, List<Located<String>> exec) {
  /** Copies the list. */
  public EventHandler {
    exec = List.copyOf(exec);
  }
}
