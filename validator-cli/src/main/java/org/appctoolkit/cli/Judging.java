package org.appctoolkit.cli;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.appctoolkit.dependency.Catalogue;
import org.appctoolkit.validate.Validator;

/**
 * How inputs are judged.
 *
 * @param validator who judges them
 * @param documentBytes the longest manifest that is judged
 * @param passphrase what encrypted archives are encrypted with, if it was told
 * @param seconds how long one image may take
 * @param catalogue the images that what is judged may need; empty to leave them out
 */
record Judging(
    Validator validator,
    int documentBytes,
    Optional<char[]> passphrase,
    int seconds,
    Optional<Catalogue> catalogue) {
  /** How long one image may take unless something else is asked for, in seconds. */
  static final int SECONDS = 600;

  private static final long NANOSECONDS = 1_000_000_000L;

  /** Begins to count the time of one image; tells whether it is up. */
  BooleanSupplier timeIsUp() {
    long start = System.nanoTime();
    return () -> System.nanoTime() - start > seconds * NANOSECONDS;
  }
}
