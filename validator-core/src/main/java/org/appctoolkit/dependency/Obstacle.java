package org.appctoolkit.dependency;

import java.util.List;
import org.appctoolkit.document.Pointer;

/**
 * Something that is wrong with a dependency, found when its image was looked for.
 *
 * @param kind what sort of thing
 * @param pointer the value in question in the manifest of the image that everything began with: the
 *     dependency itself, or the one of that manifest that leads to it
 * @param way names of the images on the way from there to the image whose dependency it is; empty
 *     for a dependency of the first image
 * @param message what is wrong: lower case, no full stop, safe to print; does not tell the way
 */
public record Obstacle(Kind kind, Pointer pointer, List<String> way, String message) {
  /** The sorts of obstacles. */
  public enum Kind {
    /** There is no such image. */
    MISSING(true),
    /** There is an image of that name, but not the one with that image ID. */
    OTHER_ID(true),
    /** There are images of that name, but none has the labels. */
    NO_SUCH_LABELS(true),
    /** The image with the image ID has other labels. */
    OTHER_LABELS(true),
    /** The image with the image ID has another name. */
    OTHER_NAME(true),
    /** The archive has another length. */
    OTHER_SIZE(false),
    /** Several images fit; one of them is taken. */
    AMBIGUOUS(false),
    /** The dependency does not say which image it means. */
    UNCLEAR(true),
    /** The image depends on itself. */
    CYCLE(true),
    /** Further away than {@link DependencyLimits#depth()}. */
    TOO_DEEP(true),
    /** More than {@link DependencyLimits#images()}. */
    TOO_MANY_IMAGES(true),
    /** More than {@link DependencyLimits#passes()}. */
    TOO_MANY_PASSES(true);

    private final boolean fatal;

    Kind(boolean fatal) {
      this.fatal = fatal;
    }

    /** Whether the image cannot be rendered because of it. */
    public boolean isFatal() {
      return fatal;
    }
  }

  /** Copies the way. */
  public Obstacle {
    way = List.copyOf(way);
  }
}
