package org.appctoolkit.rule.isolator;

import org.appctoolkit.model.Isolator;

/** The wildcards that the specification defines. */
final class Wildcards {
  /** Every system call; for a set to retain. */
  static final String ALL = "@appc.io/all";

  /** No system call; for a set to remove. */
  static final String EMPTY = "@appc.io/empty";

  private Wildcards() {}

  /** The one that has a meaning in the set of an isolator. */
  static String of(Isolator isolator) {
    return isolator.isNamed("os/linux/seccomp-retain-set") ? ALL : EMPTY;
  }
}
