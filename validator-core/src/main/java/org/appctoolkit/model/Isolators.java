package org.appctoolkit.model;

import java.util.List;

/**
 * The isolators of one app or one pod.
 *
 * @param scope whose they are
 * @param list each of them
 */
public record Isolators(Scope scope, List<Isolator> list) {
  /** What isolators apply to. */
  public enum Scope {
    /** One app. */
    APP,
    /** All apps of a pod together. */
    POD
  }

  /** Copies the list. */
  public Isolators {
    list = List.copyOf(list);
  }

  /** Those of exactly this name. */
  public List<Isolator> named(String name) {
    return list.stream().filter(isolator -> isolator.isNamed(name)).toList();
  }
}
