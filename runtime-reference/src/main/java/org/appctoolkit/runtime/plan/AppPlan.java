package org.appctoolkit.runtime.plan;

import java.util.List;

/**
 * How one app of a pod is run.
 *
 * @param name what it is called on disk, unique in the pod: an AC Name without dots and slashes
 * @param steps what is done, in this order
 */
public record AppPlan(String name, List<Step.OfApp> steps) {
  /** Copies the list. */
  public AppPlan {
    steps = List.copyOf(steps);
  }
}
