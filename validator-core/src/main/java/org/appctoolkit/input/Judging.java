package org.appctoolkit.input;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.appctoolkit.dependency.Catalogue;
import org.appctoolkit.validate.Validator;

/**
 * How inputs are judged.
 *
 * @param validator who judges them
 * @param documentBytes the longest manifest that is judged
 * @param passphrase what encrypted archives are encrypted with
 * @param seconds how long one image may take
 * @param nanoTime the time, as in {@link System#nanoTime}
 * @param catalogue the images that what is judged may need; empty to leave them out
 */
public record Judging(
    Validator validator,
    int documentBytes,
    Passphrase passphrase,
    int seconds,
    LongSupplier nanoTime,
    Optional<Catalogue> catalogue) {
  /** How long one image may take unless something else is asked for, in seconds. */
  public static final int SECONDS = 600;

  private static final long NANOSECONDS = 1_000_000_000L;

  /**
   * What encrypted archives are encrypted with.
   *
   * @param characters the passphrase, if it was told
   * @param advice how it can be told, for a message when it is missing: lower case, no full stop
   */
  public record Passphrase(Optional<char[]> characters, String advice) {}

  /** Begins to count the time of one image; tells whether it is up. */
  public BooleanSupplier timeIsUp() {
    return timer(seconds, nanoTime);
  }

  /** Begins to count; tells whether so many seconds are over. */
  public static BooleanSupplier timer(int seconds, LongSupplier nanoTime) {
    long start = nanoTime.getAsLong();
    return () -> nanoTime.getAsLong() - start > seconds * NANOSECONDS;
  }
}
