package org.appctoolkit.document;

/**
 * A stretch of text.
 *
 * @param start its first place
 * @param end the place just behind it; equal to {@code start} when nothing is in between
 */
public record Region(Position start, Position end) {
  /** Refuses a region that ends before it starts. */
  public Region {
    if (end.offset() < start.offset()) {
      throw new IllegalArgumentException("a region ends where it starts or later");
    }
  }
}
