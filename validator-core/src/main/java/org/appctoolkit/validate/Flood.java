package org.appctoolkit.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.spec.Clause;

/**
 * What is wrong with the entries of an image, of which there may be a million: the first few of
 * each clause, and how many more there are.
 */
final class Flood {
  /** How many problems with one clause are kept. */
  static final int MOST = 50;

  private static final class Problems {
    private final List<Problem> first = new ArrayList<>();
    private long more;
  }

  private final Map<Clause, Problems> byClause = new LinkedHashMap<>();

  void add(Clause clause, Problem problem) {
    Problems problems = byClause.computeIfAbsent(clause, it -> new Problems());
    if (problems.first.size() < MOST) {
      problems.first.add(problem);
    } else {
      problems.more++;
    }
  }

  /** What was kept of clauses that are wanted; the last of each tells how many were not kept. */
  List<Violation> violations(Predicate<Clause> wanted) {
    List<Violation> violations = new ArrayList<>();
    byClause.forEach(
        (clause, problems) -> {
          if (wanted.test(clause)) {
            for (int i = 0; i < problems.first.size(); i++) {
              Problem problem = problems.first.get(i);
              boolean tellsOfMore = i == MOST - 1 && problems.more > 0;
              violations.add(
                  new Violation(clause, tellsOfMore ? told(problem, problems) : problem));
            }
          }
        });
    return violations;
  }

  private static Problem told(Problem problem, Problems problems) {
    String message = problem.message() + "; so it is " + problems.more + " more times";
    return new Problem(problem.spot(), message, problem.help());
  }
}
