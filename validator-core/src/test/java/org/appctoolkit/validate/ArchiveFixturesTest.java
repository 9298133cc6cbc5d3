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
        .map(ArchiveFixturesTest::shown)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String shown(JsonNode node) {
    String place =
        node.has("pointer")
            ? "at " + node.path("pointer").asString()
            : "in " + node.path("entry").asString() + " " + node.path("headerOffset").asLong(0);
    return String.join(
        " ",
        node.path("severity").asString(),
        node.path("rule").asString(),
        place,
        node.path("specVersion").asString());
  }

  private static String shown(Finding finding) {
    String place =
        finding.place() instanceof Place.InArchive there
            ? "in " + there.entry() + " " + (there.entry().isEmpty() ? 0 : there.headerOffset())
            : "at " + finding.inText().orElseThrow().pointer();
    return String.join(
        " ", finding.severity().id(), finding.rule(), place, finding.version().toString());
  }
}
