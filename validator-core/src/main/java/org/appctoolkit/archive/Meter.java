package org.appctoolkit.archive;

import java.util.Optional;
import org.appctoolkit.archive.ArchiveFault.Kind;

/** Counts uncompressed bytes against the limits. */
final class Meter {
  /** So much may come out of almost nothing: files of zeros are no attack. */
  static final long RATIO_IGNORED = 64L << 20;

  private final ArchiveLimits limits;
  private long total;

  Meter(ArchiveLimits limits) {
    this.limits = limits;
  }

  /** How many were counted. */
  long total() {
    return total;
  }

  /** Counts what was added to a chunk, and cuts it where the limit is; what is exceeded, if any. */
  Optional<Chunk.Note> add(Chunk chunk, int count, long inputPosition) {
    total += count;
    long excess = total - limits.uncompressedBytes();
    if (excess > 0) {
      chunk.length -= (int) excess;
      total -= excess;
      return Optional.of(
          new Chunk.Note(
              Kind.TOO_LONG,
              "the archive is longer than %d bytes uncompressed"
                  .formatted(limits.uncompressedBytes()),
              total));
    }
    if (total > RATIO_IGNORED && total / limits.ratio() > inputPosition) {
      return Optional.of(
          new Chunk.Note(
              Kind.RATIO,
              "%d bytes of compressed data make %d bytes, more than %d times as many"
                  .formatted(inputPosition, total, limits.ratio()),
              total));
    }
    return Optional.empty();
  }
}
