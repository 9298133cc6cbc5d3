package org.appctoolkit.store;

/** Is told before each change to the files of a store, so that a test can end it there. */
@FunctionalInterface
interface Steps {
  Steps UNOBSERVED = step -> {};

  /** Comes back, unless this is where it all ends. */
  void before(String step);
}
