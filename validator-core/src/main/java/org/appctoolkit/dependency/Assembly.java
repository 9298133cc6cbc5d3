package org.appctoolkit.dependency;

import java.util.List;

/**
 * The images that a rootfs is rendered of, and in which order.
 *
 * @param images each of them once; the image itself is the last
 * @param passes what is extracted one after the other; an image can be there several times
 * @param direct for each dependency of the image itself the place of its image
 */
public record Assembly(List<KnownImage> images, List<Pass> passes, List<Integer> direct) {
  /**
   * One extraction of an image.
   *
   * @param image its place in the list of images
   * @param way the places of the images that lead to it, the outermost first
   */
  public record Pass(int image, List<Integer> way) {
    /** Copies the way. */
    public Pass {
      way = List.copyOf(way);
    }
  }

  /** Copies the lists. */
  public Assembly {
    images = List.copyOf(images);
    passes = List.copyOf(passes);
    direct = List.copyOf(direct);
  }

  /** That of an image without dependencies. */
  public static Assembly of(KnownImage image) {
    return new Assembly(List.of(image), List.of(new Pass(0, List.of())), List.of());
  }

  /** The image that everything is assembled for. */
  public KnownImage root() {
    return images.get(images.size() - 1);
  }

  /** The image of a pass. */
  public KnownImage image(Pass pass) {
    return images.get(pass.image());
  }

  /**
   * The dependency of the image itself, counted from 0, by which another image is first reached.
   *
   * @param image the place of the other image
   */
  int leadingTo(int image) {
    for (Pass pass : passes) {
      if (pass.image() == image) {
        return direct.indexOf(pass.way().size() > 1 ? pass.way().get(1) : image);
      }
    }
    throw new IllegalArgumentException("not one of these images: " + image);
  }
}
