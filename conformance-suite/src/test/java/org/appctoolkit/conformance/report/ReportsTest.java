package org.appctoolkit.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.xml.parsers.DocumentBuilderFactory;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.report.Palette;
import org.appctoolkit.spec.Level;
import org.appctoolkit.spec.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/reports");
  private static final boolean REGENERATE = Boolean.getBoolean("appc.regenerate");

  private static String text(Function<PrintWriter, Report> form, List<Event> events) {
    StringWriter text = new StringWriter();
    Report report = form.apply(new PrintWriter(text));
    events.forEach(report::add);
    return text.toString();
  }

  private static String json(List<Event> events) {
    return text(JsonReport::new, events);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Function<PrintWriter, Report> form(String name) {
    return switch (name) {
      case "report.txt" -> out -> new TextReport(out, Palette.PLAIN, false);
      case "report.jsonl" -> JsonReport::new;
      case "report.xml" -> JunitReport::new;
      default -> TapReport::new;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.txt", "report.jsonl", "report.xml", "report.tap"})
  void aRunIsToldAsBefore(String name) throws IOException {
    String text = text(form(name), Sample.events());
    Path file = GOLDEN.resolve(name);
    if (REGENERATE) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }

    assertThat(text).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.txt", "report.jsonl", "report.xml", "report.tap"})
  void noTextOfARuntimeDrivesATerminal(String name) {
    String text = text(form(name), Sample.events());

    assertThat(text.codePoints().filter(it -> it < ' ' && it != '\n')).isEmpty();
    assertThat(text).doesNotContain("\u2028", "\ufffe");
  }

  @Test
  void everyLineOfTheJsonReportKeepsTheSchema() {
    Schema schema =
        SchemaRegistry.withDialect(Dialects.getDraft202012())
            .getSchema(JsonMapper.builder().build().readTree(Schemas.conformance()));

    List<Error> errors = new ArrayList<>();
    json(Sample.events())
        .lines()
        .forEach(
            line -> errors.addAll(schema.validate(JsonMapper.builder().build().readTree(line))));

    assertThat(errors).isEmpty();
  }

  @Test
  void theSchemaRefusesAVerdictWithoutWhatItNeeds() {
    Schema schema =
        SchemaRegistry.withDialect(Dialects.getDraft202012())
            .getSchema(JsonMapper.builder().build().readTree(Schemas.conformance()));
    String line =
        json(Sample.events())
            .lines()
            .filter(it -> it.contains("\"failed\""))
            .findFirst()
            .orElseThrow()
            .replace("\"expected\":\"so\",", "");

    assertThat(schema.validate(JsonMapper.builder().build().readTree(line))).isNotEmpty();
  }

  @Test
  void allOtherReportsCanBeMadeOfTheJsonReport() throws Exception {
    List<Event> read = new ArrayList<>();

    EventReader.read(stream(json(Sample.events())), read::add);

    assertThat(json(read)).isEqualTo(json(Sample.events()));
    assertThat(text(JunitReport::new, read)).isEqualTo(text(JunitReport::new, Sample.events()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"event\":\"end\"}",
        "{\"event\":\"run\",\"form\":2}",
        "\u0000"
      })
  void whatIsNoReportIsSaid(String text) {
    assertThatThrownBy(() -> EventReader.read(stream(text), event -> {}))
        .isInstanceOf(EventReader.UnreadableException.class)
        .hasMessageStartingWith("line 1: ");
  }

  @Test
  void junitXmlIsWellFormedAndCountsWhatItHas() throws Exception {
    String xml = text(JunitReport::new, Sample.events());

    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));

    Element root = document.getDocumentElement();
    assertThat(root.getElementsByTagName("testcase").getLength())
        .isEqualTo(Integer.parseInt(root.getAttribute("tests")));
    assertThat(root.getElementsByTagName("failure").getLength()).isEqualTo(1);
    assertThat(root.getElementsByTagName("error").getLength()).isEqualTo(1);
    assertThat(root.getElementsByTagName("skipped").getLength()).isEqualTo(1);
  }

  @Test
  void anInterruptedRunBailsOut() {
    List<Event> events = List.of(Sample.BEGAN, new Event.Ended("interrupted", 1, 2, List.of()));

    assertThat(text(TapReport::new, events)).endsWith("Bail out! interrupted\n");
  }

  @Test
  void noEventIsLongerThanItsBounds() {
    List<String> much = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      much.add("x".repeat(5000));
    }

    Event.Judged judged =
        new Event.Judged(
            "a", "a/b", "c", Level.MUST, "s", "r", new Outcome.Failed("", "y".repeat(9999), much));

    assertThat(judged.outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> {
              assertThat(it.observed()).hasSize(Event.LONGEST_TEXT);
              assertThat(it.evidence())
                  .hasSize(Event.MOST_TEXTS)
                  .allMatch(line -> line.length() <= Event.LONGEST_TEXT)
                  .endsWith("… and 9901 more");
            });
  }
}
