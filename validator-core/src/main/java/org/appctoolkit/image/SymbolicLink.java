package org.appctoolkit.image;

import org.appctoolkit.archive.Octets;

/**
 * A symbolic link of a rootfs that is known as a whole.
 *
 * @param image the image it belongs to
 * @param node the link
 */
public record SymbolicLink(Image image, int node) {
  /** Where it leads. */
  public Links.Target target() {
    return image.links().of(node);
  }

  /** What it leads to, as written. */
  public Octets written() {
    return image.tree().target(node);
  }

  /** Its path from the top level of the image. */
  public Octets path() {
    return image.tree().path(node);
  }

  /** Where its header begins. */
  public long headerOffset() {
    return image.tree().headerOffset(node);
  }
}
