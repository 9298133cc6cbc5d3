package org.appctoolkit.document;

import org.appctoolkit.document.Malformation.Kind;

/**
 * A malformation whose place is still counted in code units.
 *
 * @param kind which requirement is broken
 * @param pointer the value it concerns
 * @param start offset of the first code unit
 * @param end offset just behind the last one
 * @param message what is wrong
 * @param help what would be right; may be empty
 */
record Defect(Kind kind, Pointer pointer, int start, int end, String message, String help) {
  /** A defect of the document as a whole, or of a place that no value has yet. */
  Defect(Kind kind, int start, int end, String message, String help) {
    this(kind, Pointer.ROOT, start, end, message, help);
  }

  /** A breach of the grammar. */
  static Defect syntax(int start, int end, String message, String help) {
    return new Defect(Kind.SYNTAX, start, end, message, help);
  }

  /** The same with the place as an editor names it. */
  Malformation in(Lines lines) {
    return new Malformation(kind, pointer, lines.region(start, end), message, help);
  }
}
