package org.appctoolkit.store;

/** What is done while somebody else uses a store: wait, and for how long. */
@FunctionalInterface
public interface Patience {
  /** Waits for nobody. */
  Patience NONE = attempt -> false;

  /**
   * Waits a moment, or gives up.
   *
   * @param attempt how often was waited before, from 0
   * @return whether to try again
   */
  boolean again(int attempt);
}
