package org.appctoolkit.store;

import java.util.List;
import org.appctoolkit.archive.Octets;

/** What came of adding an archive to a store. */
public sealed interface Addition {
  /**
   * The image is in the store.
   *
   * @param image the image
   * @param wasThere whether it was there before; then its archive is the one that came first
   * @param signatureLeftOut whether the signature that came with it is not kept, because it was
   *     made of other bytes than those that are stored: the same image, compressed in another way
   */
  record Added(StoredImage image, boolean wasThere, boolean signatureLeftOut) implements Addition {}

  /**
   * The image was refused, and the store is as it was.
   *
   * @param refusals why; the first twenty reasons, in the order of the archive
   */
  record Refused(List<Refusal> refusals) implements Addition {
    /** Copies the list. */
    public Refused {
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * A reason to refuse an archive.
   *
   * @param entry the entry it is about; empty if it is about the archive
   * @param message what is wrong, lower case, no full stop
   * @param limit whether this is a limit, behind which nothing was looked at
   */
  record Refusal(Octets entry, String message, boolean limit) {}
}
