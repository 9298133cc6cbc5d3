package org.appctoolkit.finding;

import java.util.Optional;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.SpecVersion;

/**
 * One broken clause at one place.
 *
 * @param clause the clause; its id is also that of the rule that checks it
 * @param version the version of the specification whose clause it is
 * @param severity follows from the clause's level at that version unless it was overridden
 * @param place where
 * @param message what is wrong: lower case, no full stop, safe to print
 * @param help what would be right, in the same form; may be empty
 */
public record Finding(
    Clause clause,
    SpecVersion version,
    Severity severity,
    Place place,
    String message,
    String help) {

  /** The id of the rule: that of its clause. */
  public String rule() {
    return clause.id();
  }

  /** The place, if it is one in a manifest. */
  public Optional<Place.InText> inText() {
    return place instanceof Place.InText text ? Optional.of(text) : Optional.empty();
  }
}
