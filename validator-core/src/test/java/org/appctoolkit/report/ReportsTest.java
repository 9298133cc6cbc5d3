package org.appctoolkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.appctoolkit.document.Quote;
import org.appctoolkit.document.Source;
import org.appctoolkit.spec.Schemas;
import org.appctoolkit.validate.Settings;
import org.appctoolkit.validate.Validator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
  private static final Path FIXTURES = Path.of("..", "fixtures", "documents");

  @Test
  void theJsonReportOfAllFixturesFitsItsSchema() throws IOException {
    String report = json(fixtures());
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Schemas.findings());

    assertThat(schema.validate(report, InputFormat.JSON)).isEmpty();
  }

  @Test
  void theSchemaOfTheJsonReportIsClosed() {
    JsonNode schema = JsonMapper.builder().build().readTree(Schemas.findings());

    assertThat(schema.findParents("properties"))
        .isNotEmpty()
        .allMatch(object -> object.path("additionalProperties").isBoolean())
        .noneMatch(object -> object.path("additionalProperties").asBoolean());
  }

  @Test
  void theJsonReportNamesWhatCouldNotBeRead() {
    StringWriter out = new StringWriter();
    JsonReport report = new JsonReport(new PrintWriter(out), "1.2.3");

    report.addUnread("a\u001b.json", "permission denied");
    report.end();

    JsonNode json = JsonMapper.builder().build().readTree(out.toString());
    assertThat(json.at("/tool/version").asString()).isEqualTo("1.2.3");
    assertThat(json.at("/unread/0/name").asString()).isEqualTo("a\u001b.json");
    assertThat(json.at("/unread/0/reason").asString()).isEqualTo("permission denied");
    assertThat(json.at("/summary/unread").asInt()).isEqualTo(1);
  }

  @Test
  void noReportHoldsACharacterThatIsNotShownAsItIs() throws IOException {
    List<Source> sources = Stream.concat(fixtures().stream(), Stream.of(hostile())).toList();

    for (String report : List.of(json(sources), text(sources, Palette.PLAIN))) {
      String withoutLineEnds = report.replace("\n", "");
      assertThat(Quote.escape(withoutLineEnds)).isEqualTo(withoutLineEnds);
    }
  }

  @Test
  void neitherLocaleNorTimeZoneChangesAReport() throws IOException {
    List<Source> sources = fixtures();
    String text = text(sources, Palette.PLAIN);
    String json = json(sources);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();

    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));

      assertThat(text(sources, Palette.PLAIN)).isEqualTo(text);
      assertThat(json(sources)).isEqualTo(json);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void coloursAreAllThatAPaletteAdds() throws IOException {
    List<Source> sources = fixtures();

    String coloured = text(sources, Palette.ANSI);

    assertThat(coloured).contains("\u001b[1;31m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(text(sources, Palette.PLAIN));
  }

  @Test
  void aDocumentWithoutFindingsIsCountedButNotListed() {
    Source right =
        Source.of(
            "right.json",
            "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"example.org/a\"}");

    assertThat(text(List.of(right), Palette.PLAIN))
        .isEqualTo("1 file: 0 errors, 0 warnings, 0 infos\n");
  }

  @Test
  void aLongPointerIsCut() {
    Source source =
        Source.of(
            "long.json",
            "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"example.org/a\",\""
                + "k".repeat(100_000)
                + "\":1}");

    assertThat(text(List.of(source), Palette.PLAIN)).hasSizeLessThan(2000);
  }

  private static Source hostile() {
    return Source.of(
        "a\u001b[31m\u202e\u2028.json",
        "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"example.org/a\","
            + "\"k\u009b\u202e\u2028\u0085\":1,\"\\u001b[31m\\n\":1}");
  }

  private static List<Source> fixtures() throws IOException {
    try (Stream<Path> files = Files.walk(FIXTURES)) {
      return files
          .filter(file -> file.getFileName().toString().matches("(pass|fail)-[^.]*\\.json"))
          .filter(file -> file.toString().contains("-example."))
          .sorted()
          .map(ReportsTest::source)
          .toList();
    }
  }

  private static Source source(Path file) {
    try {
      return Source.of(FIXTURES.relativize(file).toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(List<Source> sources, Palette palette) {
    StringWriter out = new StringWriter();
    fill(new TextReport(new PrintWriter(out), palette), sources);
    return out.toString();
  }

  private static String json(List<Source> sources) {
    StringWriter out = new StringWriter();
    fill(new JsonReport(new PrintWriter(out), "0"), sources);
    return out.toString();
  }

  private static void fill(Report report, List<Source> sources) {
    Validator validator = new Validator(Settings.DEFAULT);
    sources.forEach(source -> report.add(validator.judge(source)));
    report.end();
  }
}
