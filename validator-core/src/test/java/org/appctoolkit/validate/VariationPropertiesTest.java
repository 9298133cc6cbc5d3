package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Finding;
import tools.jackson.databind.JsonNode;

/** Complete manifests with one thing changed, in different layouts. */
class VariationPropertiesTest {
  private static final Validator VALIDATOR = new Validator(Settings.DEFAULT);

  @Provide
  Arbitrary<Variation> variations() {
    return Combinators.combine(
            Arbitraries.of(Variation.COMPLETE),
            Arbitraries.integers().between(0, 10_000).withoutEdgeCases(),
            Arbitraries.of(
                "",
                "null",
                "true",
                "{}",
                "{\"name\":\"a\",\"value\":\"b\"}",
                "[]",
                "[\"a\",1,null,{},[]]",
                "\"\"",
                "\"text\"",
                "\"\\u0000\\u202e\"",
                "0",
                "-1",
                "2.5",
                "1e400",
                "123456789012345678901234567890"))
        .as(Variation::new);
  }

  @Property(tries = 1500)
  void findingsDoNotDependOnTheLayout(@ForAll("variations") Variation variation) {
    JsonNode node = variation.node();

    List<String> minified = findings(node.toString());

    assertThat(findings(node.toPrettyString().replaceAll("\r?\n", "\r\n\t"))).isEqualTo(minified);
  }

  private static List<String> findings(String text) {
    return VALIDATOR.judge(Source.of("variation", text)).findings().all().stream()
        .map(VariationPropertiesTest::shown)
        .toList();
  }

  /** All of it but the place in the text. */
  private static String shown(Finding finding) {
    return String.join(
        " | ",
        finding.severity().id(),
        finding.rule(),
        finding.version().toString(),
        finding.inText().orElseThrow().pointer().toString(),
        finding.message(),
        finding.help());
  }
}
