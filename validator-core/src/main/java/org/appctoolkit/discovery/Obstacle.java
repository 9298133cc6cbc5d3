package org.appctoolkit.discovery;

import java.util.Optional;
import org.appctoolkit.spec.Clause;

/**
 * Why nothing was discovered.
 *
 * @param kind what kind of reason it is
 * @param clause the clause that says so; empty for trouble with the network
 * @param message what is wrong: lower case, no full stop, safe to print
 * @param help what would be right, in the same form; may be empty
 */
public record Obstacle(Kind kind, Optional<Clause> clause, String message, String help) {
  /** Kinds of reasons. */
  public enum Kind {
    /** All answers have come, and they lead nowhere. */
    NOTHING_FOUND,
    /** An answer, or the address of a host, is one that must not be followed. */
    REFUSED,
    /** The network, or a server, is in trouble; another time there may be an answer. */
    FAILED,
    /** A limit was hit. */
    LIMIT
  }
}
