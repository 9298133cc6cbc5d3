package org.appctoolkit.validate;

import org.appctoolkit.rule.Problem;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;

/**
 * A clause that is broken, and where.
 *
 * @param clause the clause
 * @param problem the place
 */
record Violation(Clause clause, Problem problem) {
  static Violation of(String clause, Problem problem) {
    return new Violation(Clauses.get(clause), problem);
  }
}
