package org.appctoolkit.runtime.plan;

import java.util.Set;

/** Isolators of one app, or of a whole pod, that are decided together. */
interface IsolatorKind {
  /** What they are called. */
  Set<String> names();

  /** Takes in one of these names. */
  void add(Fate fate);
}
