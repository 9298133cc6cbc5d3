package org.appctoolkit.rule;

import org.appctoolkit.archive.Octets;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.document.Region;

/**
 * A place where a manifest, an image or a discovery page breaks a clause.
 *
 * @param spot the place
 * @param message what is wrong: lower case, no full stop; text from outside in it is quoted by
 *     {@link Quote}
 * @param help what would be right; empty for the sentence of the clause
 */
public record Problem(Spot spot, String message, String help) {
  /** A place, before anybody has looked where it is in a text. */
  public sealed interface Spot {
    /**
     * In a manifest.
     *
     * @param pointer the value in question
     * @param atKey whether it is the key before that value that is wrong
     */
    record InManifest(Pointer pointer, boolean atKey) implements Spot {}

    /**
     * At an entry of an image.
     *
     * @param entry its name, escaped; empty for the image as a whole
     * @param headerOffset where its header begins
     */
    record AtEntry(String entry, long headerOffset) implements Spot {}

    /**
     * In a discovery page.
     *
     * @param region the stretch of its text
     */
    record InPage(Region region) implements Spot {}
  }

  private static final Spot IMAGE = new Spot.AtEntry("", 0);

  /** A problem with a value, for which the sentence of the clause says what would be right. */
  public static Problem at(Pointer pointer, String message) {
    return new Problem(new Spot.InManifest(pointer, false), message, "");
  }

  /** A problem with the key of a member. */
  public static Problem atKey(Pointer pointer, String message) {
    return new Problem(new Spot.InManifest(pointer, true), message, "");
  }

  /** A problem with an entry of an image. */
  public static Problem atEntry(Octets name, long headerOffset, String message) {
    return new Problem(new Spot.AtEntry(Quote.escape(name.text()), headerOffset), message, "");
  }

  /** A problem with an image as a whole. */
  public static Problem ofImage(String message) {
    return new Problem(IMAGE, message, "");
  }

  /** A problem with a stretch of a discovery page. */
  public static Problem inPage(Region region, String message) {
    return new Problem(new Spot.InPage(region), message, "");
  }

  /** The same with its own help. */
  public Problem help(String help) {
    return new Problem(spot, message, help);
  }
}
