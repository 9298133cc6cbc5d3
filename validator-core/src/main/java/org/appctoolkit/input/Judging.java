package org.appctoolkit.input;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.appctoolkit.dependency.Catalogue;
import org.appctoolkit.validate.Validator;

/**
 * How inputs are judged.
 *
 * @param validator who judges them
 * @param documentBytes the longest manifest that is judged
 * @param passphrase what encrypted archives are encrypted with
 * @param timer asked when an image begins; what it hands out tells whether the time of that image
 *     is up
 * @param catalogue the images that what is judged may need; empty to leave them out
 */
public record Judging(
    Validator validator,
    int documentBytes,
    Passphrase passphrase,
    Supplier<BooleanSupplier> timer,
    Optional<Catalogue> catalogue) {
  /** How long one image may take unless something else is asked for, in seconds. */
  public static final int SECONDS = 600;

  /**
   * What encrypted archives are encrypted with.
   *
   * @param characters the passphrase, if it was told
   * @param advice how it can be told, for a message when it is missing: lower case, no full stop
   */
  public record Passphrase(Optional<char[]> characters, String advice) {}

  /** Begins to count the time of one image; tells whether it is up. */
  BooleanSupplier timeIsUp() {
    return timer.get();
  }
}
