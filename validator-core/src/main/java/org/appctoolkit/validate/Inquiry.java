package org.appctoolkit.validate;

import java.util.List;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;
import org.appctoolkit.spec.Clause;

/**
 * A rule that is asked often, and its clause.
 *
 * @param rule the rule
 * @param clause its clause
 * @param <S> what it is about
 */
record Inquiry<S>(Rule<S> rule, Clause clause) {
  static <S> List<Inquiry<S>> of(List<Rule<S>> rules) {
    return rules.stream().map(rule -> new Inquiry<>(rule, rule.clause())).toList();
  }

  /** Asks each of them about a subject. */
  static <S> void ask(List<Inquiry<S>> inquiries, S subject, Flood flood) {
    for (Inquiry<S> inquiry : inquiries) {
      List<Problem> problems = inquiry.rule.check(subject);
      // Mostly there are none, a million times over.
      if (!problems.isEmpty()) {
        problems.forEach(problem -> flood.add(inquiry.clause, problem));
      }
    }
  }
}
