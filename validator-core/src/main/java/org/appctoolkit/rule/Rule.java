package org.appctoolkit.rule;

import java.util.List;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;

/**
 * A check of one clause.
 *
 * <p>The name of the class is the id of the clause in camel case. A rule is asked only about
 * manifests of versions for which its clause holds. It is a pure function: no state, no order
 * between rules.
 *
 * @param <M> the manifests it is about
 */
@FunctionalInterface
public interface Rule<M> {
  /** Every place where the manifest breaks the clause, in any order. */
  List<Problem> check(M manifest);

  /** The id of the rule and of its clause. */
  default String id() {
    StringBuilder id = new StringBuilder();
    for (char letter : getClass().getSimpleName().toCharArray()) {
      if (Character.isUpperCase(letter) && !id.isEmpty()) {
        id.append('-');
      }
      id.append(Character.toLowerCase(letter));
    }
    return id.toString();
  }

  /** The clause that is checked. */
  default Clause clause() {
    return Clauses.get(id());
  }
}
