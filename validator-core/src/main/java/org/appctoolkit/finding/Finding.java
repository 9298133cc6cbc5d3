package org.appctoolkit.finding;

import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Region;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.SpecVersion;

/**
 * One broken clause at one place.
 *
 * @param clause the clause; its id is also that of the rule that checks it
 * @param version the version of the specification whose clause it is
 * @param severity follows from the clause's level at that version unless it was overridden
 * @param pointer the value in question; for a missing key, the object that lacks it
 * @param region its place in the text
 * @param message what is wrong: lower case, no full stop, safe to print
 * @param help what would be right, in the same form; may be empty
 */
public record Finding(
    Clause clause,
    SpecVersion version,
    Severity severity,
    Pointer pointer,
    Region region,
    String message,
    String help) {

  /** The id of the rule: that of its clause. */
  public String rule() {
    return clause.id();
  }
}
