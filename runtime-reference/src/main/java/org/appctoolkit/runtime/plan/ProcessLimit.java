package org.appctoolkit.runtime.plan;

import java.util.Optional;

/** How many processes and threads a pod may have. */
public sealed interface ProcessLimit {
  /** How many, where that can be limited; empty for any number. */
  Optional<Long> most();

  /** As many as is usual, where that can be limited. */
  record Usual() implements ProcessLimit {
    /** How many that is. */
    public static final long NUMBER = 4096;

    @Override
    public Optional<Long> most() {
      return Optional.of(NUMBER);
    }
  }

  /** That many, and not a pod without a limit. */
  record Exactly(long number) implements ProcessLimit {
    @Override
    public Optional<Long> most() {
      return Optional.of(number);
    }
  }

  /** Any number. */
  record None() implements ProcessLimit {
    @Override
    public Optional<Long> most() {
      return Optional.empty();
    }
  }
}
