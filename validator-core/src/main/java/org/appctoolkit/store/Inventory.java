package org.appctoolkit.store;

import java.util.List;

/**
 * What is in a store.
 *
 * @param images what is whole, as far as can be told without reading the archives, in the order of
 *     the image IDs
 * @param damages everything else, in the order of names
 */
public record Inventory(List<StoredImage> images, List<Damage> damages) {
  /** Copies the lists. */
  public Inventory {
    images = List.copyOf(images);
    damages = List.copyOf(damages);
  }
}
