package org.appctoolkit.store;

import java.time.InstantSource;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.document.Limits;

/**
 * How a store is used.
 *
 * @param clock tells when an image is added
 * @param patience how long is waited for others who use the store
 * @param archiveLimits what is read of an archive at the most
 * @param limits what is read of a manifest at the most
 */
public record StoreSettings(
    InstantSource clock, Patience patience, ArchiveLimits archiveLimits, Limits limits) {
  /** The usual limits, and no patience. */
  public static StoreSettings of(InstantSource clock) {
    return new StoreSettings(clock, Patience.NONE, ArchiveLimits.DEFAULT, Limits.DEFAULT);
  }

  /** The same with another patience. */
  public StoreSettings withPatience(Patience other) {
    return new StoreSettings(clock, other, archiveLimits, limits);
  }

  /** The same with other limits for archives. */
  public StoreSettings withArchiveLimits(ArchiveLimits other) {
    return new StoreSettings(clock, patience, other, limits);
  }

  /** The same with other limits for manifests. */
  public StoreSettings withLimits(Limits other) {
    return new StoreSettings(clock, patience, archiveLimits, other);
  }
}
