package org.appctoolkit.spec;

/**
 * How strongly a clause requires something, after RFC 2119.
 *
 * <p>The specification writes the words in both cases; they are read alike (docs/decisions/0003).
 */
public enum Level {
  /** MUST, REQUIRED, SHALL and their negations; "is restricted to". */
  MUST,
  /** SHOULD, RECOMMENDED and their negations. */
  SHOULD,
  /** MAY, OPTIONAL, and advice. */
  MAY
}
