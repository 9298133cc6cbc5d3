package org.appctoolkit.cli;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Counts the time that something takes. */
final class Stopwatch {
  private static final long NANOSECONDS = 1_000_000_000L;

  private Stopwatch() {}

  /** Begins anew whenever it is asked; what it hands out tells whether so many seconds are over. */
  static Supplier<BooleanSupplier> of(int seconds) {
    return () -> {
      long start = System.nanoTime();
      return () -> System.nanoTime() - start > seconds * NANOSECONDS;
    };
  }
}
