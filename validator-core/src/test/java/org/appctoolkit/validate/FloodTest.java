package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import org.junit.jupiter.api.Test;

/** Many problems with one clause become few. */
class FloodTest {
  private static final Clause NAMES = Clauses.get("entry-names-are-normal");
  private static final Clause LINKS = Clauses.get("symlink-targets-exist");

  private final Flood flood = new Flood();

  @Test
  void fiftyAreToldOneByOne() {
    add(NAMES, 50);

    assertThat(messages()).hasSize(50).last().isEqualTo("wrong 49");
  }

  @Test
  void theLastOfMoreTellsHowManyAreLeftOut() {
    add(NAMES, 51);

    assertThat(messages()).hasSize(50).last().isEqualTo("wrong 49; so it is 1 more times");
  }

  @Test
  void aMillionAreCounted() {
    add(NAMES, 1_000_000);

    assertThat(messages()).hasSize(50).last().isEqualTo("wrong 49; so it is 999950 more times");
  }

  @Test
  void eachClauseHasItsOwnCount() {
    add(NAMES, 60);
    add(LINKS, 50);

    assertThat(messages()).hasSize(100).filteredOn(it -> it.contains("more times")).hasSize(1);
  }

  @Test
  void clausesThatAreNotWantedAreLeftOut() {
    add(NAMES, 60);
    add(LINKS, 2);

    assertThat(flood.violations(LINKS::equals)).extracting(Violation::clause).containsOnly(LINKS);
  }

  @Test
  void whereTheLastOneIsIsStillTold() {
    add(NAMES, 60);

    assertThat(flood.violations(clause -> true).get(49).problem().spot())
        .isEqualTo(problem(49).spot());
  }

  private void add(Clause clause, int times) {
    for (int number = 0; number < times; number++) {
      flood.add(clause, problem(number));
    }
  }

  private static Problem problem(int number) {
    return new Problem(
        new Problem.Spot.AtEntry("rootfs/" + number, 512L * number), "wrong " + number, "");
  }

  private List<String> messages() {
    return flood.violations(clause -> true).stream().map(it -> it.problem().message()).toList();
  }
}
