package org.appctoolkit.signature;

import java.util.Optional;
import org.appctoolkit.signature.PgpException.Kind;
import org.bouncycastle.bcpg.S2K;

/** How much work it may be to make a key of a passphrase (RFC 4880, 3.7; RFC 9580, 3.7.1.4). */
final class Passphrase {
  /** Bytes that Argon2 may fill one pass after the other: some seconds. */
  private static final long MOST_WORK = 4L << 30;

  private Passphrase() {}

  /**
   * Refuses what takes too much, or is not known.
   *
   * <p>Other methods than Argon2 need no memory, and their format allows no more than 62 MiB of
   * digested bytes.
   */
  static void check(Optional<S2K> method, PgpLimits limits) throws PgpException {
    if (method.isEmpty()) {
      return;
    }
    S2K it = method.get();
    switch (it.getType()) {
      case 0, 1, 3 -> {
        // Bounded by their format.
      }
      case S2K.ARGON_2 -> {
        int exponent = it.getMemorySizeExponent();
        long memory = exponent > 31 || exponent < 0 ? Long.MAX_VALUE : 1024L << exponent;
        if (memory > limits.argon2BytesHere()) {
          throw new PgpException(
              Kind.LIMIT,
              "to make the key of the passphrase takes more memory than the %d MiB that are allowed"
                  .formatted(limits.argon2BytesHere() >> 20));
        }
        if (it.getPasses() < 1 || it.getParallelism() < 1 || it.getPasses() * memory > MOST_WORK) {
          throw new PgpException(
              Kind.LIMIT, "to make the key of the passphrase takes more work than is allowed");
        }
      }
      default ->
          throw new PgpException(
              Kind.UNSUPPORTED,
              "a passphrase is used in a way that is not known (type %d)".formatted(it.getType()));
    }
  }
}
