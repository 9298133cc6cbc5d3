package org.appctoolkit.store;

import java.util.Optional;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.Octets;

/**
 * What comes with an archive that is added to a store.
 *
 * @param requested whether the image was asked for, and does not only come as a dependency
 * @param expected the image ID it has to have; empty if any will do
 * @param signature its detached signature in ASCII armour, which is kept and not looked at
 */
public record Arrival(boolean requested, Optional<ImageId> expected, Optional<Octets> signature) {
  /** The longest signature that is kept, in bytes. */
  public static final int MOST_SIGNATURE_BYTES = 1 << 20;

  /** An image that was asked for, without a signature. */
  public static final Arrival REQUESTED = new Arrival(true, Optional.empty(), Optional.empty());

  /** An image that another one needs, without a signature. */
  public static final Arrival DEPENDENCY = new Arrival(false, Optional.empty(), Optional.empty());

  /** Refuses a signature that is longer than any. */
  public Arrival {
    if (signature.filter(it -> it.length() > MOST_SIGNATURE_BYTES).isPresent()) {
      throw new IllegalArgumentException(
          "a signature has at most " + MOST_SIGNATURE_BYTES + " bytes");
    }
  }

  /** The same for the image with that ID only. */
  public Arrival expecting(ImageId id) {
    return new Arrival(requested, Optional.of(id), signature);
  }

  /** The same with a signature. */
  public Arrival signedBy(Octets armour) {
    return new Arrival(requested, expected, Optional.of(armour));
  }
}
