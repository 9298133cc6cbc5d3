package org.appctoolkit.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import org.appctoolkit.validate.Validator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleTest {
  static Stream<String> clauses() {
    return Clauses.all().stream().map(Clause::id);
  }

  @ParameterizedTest
  @MethodSource("clauses")
  void theBadOneBreaksTheRuleAndTheGoodOneNone(String id) {
    Example.Pair pair = Example.of(id);

    pair.bad().ifPresent(bad -> assertThat(rules(bad)).contains(id));
    pair.good().ifPresent(good -> assertThat(rules(good)).isEmpty());
    assertThat(pair.bad().isPresent()).isEqualTo(pair.good().isPresent());
  }

  private static List<String> rules(Example example) {
    return new Validator(example.settings())
        .judge(example.source()).findings().all().stream().map(Finding::rule).toList();
  }
}
