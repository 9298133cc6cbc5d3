package org.appctoolkit.document;

/**
 * A reason why bytes are no acceptable JSON document.
 *
 * @param kind which requirement they break
 * @param pointer the value or member it concerns; the root where no value can be named
 * @param region where
 * @param message what is wrong, lower case, no full stop
 * @param help what would be right; empty when the message says it all
 */
public record Malformation(Kind kind, Pointer pointer, Region region, String message, String help) {
  /** The requirements a document can break before anyone looks at its meaning. */
  public enum Kind {
    /** The grammar of RFC 8259: syntax, comments, trailing data, nothing at all. */
    SYNTAX,
    /** Bytes that are no UTF-8, overlong forms and encoded surrogates among them. */
    ENCODING,
    /** A byte order mark before the text. */
    BYTE_ORDER_MARK,
    /** An escape such as {@code \ud800} that is half of a pair. */
    LONE_SURROGATE,
    /** The same key twice in an object. */
    DUPLICATE_KEY,
    /** Longer than {@link Limits#documentBytes()}. */
    DOCUMENT_TOO_LONG,
    /** Deeper than {@link Limits#depth()}. */
    TOO_DEEP,
    /** A number longer than {@link Limits#numberCharacters()}. */
    NUMBER_TOO_LONG
  }
}
