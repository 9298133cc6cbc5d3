package org.appctoolkit.dependency;

/**
 * How far dependencies are followed at the most, so that no set of images can exhaust whoever
 * assembles them.
 *
 * @param depth images on the longest way from an image to one it depends on, itself not counted
 * @param images images that an image depends on, through others included
 * @param passes passes over images that rendering takes; an image that is reached by several ways
 *     takes several
 */
public record DependencyLimits(int depth, int images, int passes) {
  /** 32 deep, 256 images, 1024 passes. */
  public static final DependencyLimits DEFAULT = new DependencyLimits(32, 256, 1024);

  /** Passes are counted in two bytes. */
  public static final int MOST_PASSES = Character.MAX_VALUE - 1;

  /** Refuses limits under which nothing could be assembled. */
  public DependencyLimits {
    if (depth < 1 || images < 1 || passes < 1 || passes > MOST_PASSES) {
      throw new IllegalArgumentException("a limit is at least 1, that of passes at most 65534");
    }
  }
}
