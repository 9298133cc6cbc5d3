package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Place;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every archive of the fixtures has the findings that are expected of it, and no others. */
class ArchiveFixturesTest {
  @TestFactory
  Stream<DynamicTest> archivesAreJudgedAsExpected() {
    return ArchiveFixtures.all().stream()
        .map(fixture -> DynamicTest.dynamicTest(fixture.toString(), () -> check(fixture)));
  }

  private static void check(ArchiveFixtures.Fixture fixture) {
    List<String> expected = new ArrayList<>();
    if (!fixture.passes()) {
      fixture.sidecar().orElseThrow().path("findings").forEach(it -> expected.add(shown(it)));
    }

    Judgement judgement = fixture.judge();

    assertThat(judgement.findings().all())
        .map(finding -> shown(finding, expected))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String shown(JsonNode node) {
    String place =
        node.has("pointer")
            ? "at " + node.path("pointer").asString()
            : "in \"" + node.path("entry").asString("") + "\"";
    String offset = node.has("headerOffset") ? " header " + node.path("headerOffset").asLong() : "";
    return String.join(
        " ",
        node.path("severity").asString(),
        node.path("rule").asString(),
        place + offset,
        node.path("specVersion").asString());
  }

  /** Without the offset of the header, if that is not expected of it. */
  private static String shown(Finding finding, List<String> expected) {
    String where =
        finding.place() instanceof Place.InArchive there
            ? "in \"" + there.entry() + "\""
            : "at " + finding.inText().orElseThrow().pointer();
    String offset =
        finding.place() instanceof Place.InArchive there ? " header " + there.headerOffset() : "";
    String brief =
        String.join(
            " ", finding.severity().id(), finding.rule(), where, finding.version().toString());
    return expected.contains(brief)
        ? brief
        : String.join(
            " ",
            finding.severity().id(),
            finding.rule(),
            where + offset,
            finding.version().toString());
  }
}
