package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.spec.Clauses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class FixturesTest {
  static Stream<Fixtures.Fixture> passing() {
    return Fixtures.all().stream().filter(Fixtures.Fixture::passes);
  }

  static Stream<Fixtures.Fixture> failing() {
    return Fixtures.all().stream().filter(fixture -> !fixture.passes());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void nothingIsFoundInAPassingCase(Fixtures.Fixture fixture) {
    Judgement judgement = fixture.judge();

    assertThat(judgement.findings().all()).map(FixturesTest::shown).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failing")
  void exactlyWhatIsExpectedIsFoundInAFailingCase(Fixtures.Fixture fixture) {
    JsonNode expected = fixture.sidecar().orElseThrow().path("findings");

    Judgement judgement = fixture.judge();

    List<String> wanted = new ArrayList<>();
    List<String> found = new ArrayList<>();
    expected.forEach(node -> wanted.add(shown(node)));
    judgement.findings().all().forEach(finding -> found.add(shown(finding)));
    assertThat(found).containsExactlyInAnyOrderElementsOf(wanted);
    for (JsonNode node : expected) {
      if (node.has("line")) {
        assertThat(places(judgement)).contains(place(node));
      }
    }
  }

  @Test
  void everyFolderIsNamedAfterARuleAndBreaksIt() {
    List<String> faults = new ArrayList<>();
    Set<String> folders = new TreeSet<>();
    Fixtures.all().forEach(fixture -> folders.add(fixture.rule()));
    for (String rule : folders) {
      if (!rule.equals("complete") && Clauses.find(rule).isEmpty()) {
        faults.add(rule + ": no clause has this name");
      }
    }
    failing()
        .filter(
            fixture ->
                fixture
                    .sidecar()
                    .orElseThrow()
                    .path("findings")
                    .valueStream()
                    .noneMatch(node -> node.path("rule").asString().equals(fixture.rule())))
        .forEach(fixture -> faults.add(fixture + " does not expect its own rule"));

    assertThat(faults).isEmpty();
  }

  @Test
  void sidecarsFollowTheirSchemas() throws IOException {
    Path schemas = Fixtures.DOCUMENTS.resolveSibling("schemas");
    String optionsText = Files.readString(schemas.resolve("options.schema.json"));
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of("urn:appctoolkit:fixtures:options", optionsText)));
    Schema expected = registry.getSchema(Files.readString(schemas.resolve("expected.schema.json")));
    Schema options = registry.getSchema(optionsText);
    List<String> faults = new ArrayList<>();

    for (Fixtures.Fixture fixture : Fixtures.all()) {
      fixture
          .sidecar()
          .ifPresent(
              sidecar ->
                  (fixture.passes() ? options : expected)
                      .validate(sidecar.toString(), InputFormat.JSON)
                      .forEach(error -> faults.add(fixture + ": " + error)));
    }

    assertThat(faults).isEmpty();
  }

  private static String shown(JsonNode node) {
    return String.join(
        " ",
        node.path("severity").asString(),
        node.path("rule").asString(),
        "at \"" + node.path("pointer").asString() + "\"",
        node.path("specVersion").asString());
  }

  private static String shown(Finding finding) {
    return String.join(
        " ",
        finding.severity().id(),
        finding.rule(),
        "at \"" + finding.inText().orElseThrow().pointer() + "\"",
        finding.version().toString());
  }

  private static List<String> places(Judgement judgement) {
    return judgement.findings().all().stream()
        .map(
            finding ->
                finding.rule()
                    + " "
                    + finding.inText().orElseThrow().region().start().line()
                    + ":"
                    + finding.inText().orElseThrow().region().start().column())
        .toList();
  }

  private static String place(JsonNode node) {
    return node.path("rule").asString()
        + " "
        + node.path("line").asInt()
        + ":"
        + node.path("column").asInt();
  }
}
