package org.appctoolkit.rule;

import org.appctoolkit.document.Pointer;

/**
 * A place where a manifest breaks a clause.
 *
 * @param pointer the value in question
 * @param atKey whether it is the key before that value that is wrong
 * @param message what is wrong: lower case, no full stop; text from the manifest in it is quoted by
 *     {@link org.appctoolkit.document.Quote}
 * @param help what would be right; empty for the sentence of the clause
 */
public record Problem(Pointer pointer, boolean atKey, String message, String help) {
  /** A problem with a value, for which the sentence of the clause says what would be right. */
  public static Problem at(Pointer pointer, String message) {
    return new Problem(pointer, false, message, "");
  }

  /** A problem with the key of a member. */
  public static Problem atKey(Pointer pointer, String message) {
    return new Problem(pointer, true, message, "");
  }

  /** The same with its own help. */
  public Problem help(String help) {
    return new Problem(pointer, atKey, message, help);
  }
}
