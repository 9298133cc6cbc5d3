package org.appctoolkit.store;

import java.util.List;

/**
 * What was removed from a store, or would be, because nobody needs it.
 *
 * @param leftovers how many unfinished images and files of writers that were interrupted
 * @param images images that were not asked for and that no image asked for depends on
 * @param damages what is damaged, which is left for a decision; if there is any, no images are
 *     removed, as nobody knows what the damaged ones depend on
 */
public record Sweep(int leftovers, List<StoredImage> images, List<Damage> damages) {
  /** Copies the lists. */
  public Sweep {
    images = List.copyOf(images);
    damages = List.copyOf(damages);
  }
}
