package org.appctoolkit.runtime.cgroup;

import java.util.List;

/**
 * A cgroup that is made.
 *
 * @param path where, on the host
 * @param values what is written there, in this order
 */
public record Group(String path, List<Value> values) {
  /**
   * What is written to a file.
   *
   * @param file its name
   */
  public record Value(String file, String text) {}

  /** Copies the list. */
  public Group {
    values = List.copyOf(values);
  }
}
