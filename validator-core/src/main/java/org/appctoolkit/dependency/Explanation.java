package org.appctoolkit.dependency;

/**
 * What one pass does to a path.
 *
 * @param pass the number of the pass, from 1 on
 * @param fate what comes of what its image has there
 * @param message in words: lower case, no full stop, safe to print
 */
public record Explanation(int pass, Fate fate, String message) {
  /** What can come of the entry of an image. */
  public enum Fate {
    /** The image has nothing there. */
    ABSENT,
    /** A path whitelist leaves it out. */
    LEFT_OUT,
    /** It is put down, but a later pass overwrites or removes it. */
    LOST,
    /** It is a directory that has the owner, the mode and the like of another pass. */
    CHANGED,
    /** It is put down for what is below it, and removed as there is nothing. */
    EMPTY,
    /** It is what is there in the end. */
    KEPT
  }
}
