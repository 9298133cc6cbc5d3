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
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Position;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Place;
import org.appctoolkit.spec.Clauses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class PageFixturesTest {
  private static final ImageReference WORKER =
      new ImageReference("example.org/worker", new TreeMap<>());

  static Stream<PageFixture> passing() {
    return PageFixture.all().stream().filter(PageFixture::passes);
  }

  static Stream<PageFixture> failing() {
    return PageFixture.all().stream().filter(fixture -> !fixture.passes());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void nothingIsFoundInARightPage(PageFixture fixture) {
    assertThat(fixture.judge().findings().all()).map(PageFixturesTest::shown).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failing")
  void exactlyWhatIsExpectedIsFoundInAWrongPage(PageFixture fixture) {
    List<String> wanted = new ArrayList<>();
    fixture.sidecar().orElseThrow().path("findings").forEach(node -> wanted.add(shown(node)));

    Judgement judgement = fixture.judge();

    assertThat(judgement.findings().all())
        .map(PageFixturesTest::shown)
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void everyFolderIsNamedAfterAClauseAndBreaksIt() {
    List<String> faults = new ArrayList<>();
    for (PageFixture fixture : PageFixture.all()) {
      if (!fixture.rule().equals("complete") && Clauses.find(fixture.rule()).isEmpty()) {
        faults.add(fixture + ": no clause has this name");
      }
    }
    failing()
        .filter(
            fixture ->
                fixture.judge().findings().all().stream()
                    .noneMatch(finding -> finding.rule().equals(fixture.rule())))
        .forEach(fixture -> faults.add(fixture + " does not break the rule of its folder"));

    assertThat(faults).isEmpty();
  }

  @Test
  void sidecarsFollowTheirSchemas() throws IOException {
    Path schemas = PageFixture.PAGES.resolveSibling("schemas");
    String options = Files.readString(schemas.resolve("options.schema.json"));
    String pageOptions = Files.readString(schemas.resolve("page-options.schema.json"));
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemas(
                    Map.of(
                        "urn:appctoolkit:fixtures:options", options,
                        "urn:appctoolkit:fixtures:page-options", pageOptions)));
    Schema ofPassing = registry.getSchema(pageOptions);
    Schema ofFailing =
        registry.getSchema(Files.readString(schemas.resolve("page-expected.schema.json")));
    List<String> faults = new ArrayList<>();

    for (PageFixture fixture : PageFixture.all()) {
      fixture
          .sidecar()
          .ifPresent(
              sidecar ->
                  (fixture.passes() ? ofPassing : ofFailing)
                      .validate(sidecar.toString(), InputFormat.JSON)
                      .forEach(error -> faults.add(fixture + ": " + error)));
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void messagesAreInTheFormOfMessages() {
    Pattern unclean =
        Pattern.compile("^\\p{Upper}\\p{Lower}|[^.]\\.$|^$|[\\p{Cc}\\p{Cf}]|Exception|Optional");
    List<String> faults = new ArrayList<>();
    failing()
        .flatMap(fixture -> fixture.judge().findings().all().stream())
        .flatMap(finding -> Stream.of(finding.message(), finding.help()))
        .filter(text -> unclean.matcher(text).find())
        .forEach(faults::add);

    assertThat(faults).isEmpty();
  }

  @Test
  void tooManyFindingsEndWithOneThatSaysSo() {
    Settings settings = Settings.DEFAULT.withLimits(new Limits(1 << 20, 64, 64, 3));
    String page = "<meta name=ac-discovery content=x>\n".repeat(10);

    Judgement judgement = new Validator(settings).judgePage(Source.of("page", page), WORKER);

    assertThat(judgement.findings().all()).map(Finding::rule).endsWith(Collector.LIMIT).hasSize(4);
    assertThat(judgement.hitALimit()).isTrue();
  }

  private static String shown(JsonNode node) {
    return String.join(
        " ",
        node.path("severity").asString(),
        node.path("rule").asString(),
        node.path("line").asInt() + ":" + node.path("column").asInt(),
        node.path("specVersion").asString());
  }

  private static String shown(Finding finding) {
    Position start = ((Place.InPage) finding.place()).region().start();
    return String.join(
        " ",
        finding.severity().id(),
        finding.rule(),
        start.line() + ":" + start.column(),
        finding.version().toString());
  }
}
