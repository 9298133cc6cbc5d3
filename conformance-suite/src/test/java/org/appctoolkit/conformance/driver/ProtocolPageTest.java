package org.appctoolkit.conformance.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.appctoolkit.spec.Schemas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That docs/driver-protocol.md says what is. */
class ProtocolPageTest {
  @TempDir private Path directory = Path.of("");

  private String page = "";

  @BeforeEach
  void readThePage() throws IOException {
    page = Files.readString(Path.of("../docs/driver-protocol.md"));
  }

  private String section(String title) {
    int begin = page.indexOf("\n## " + title + "\n");
    assertThat(begin).as(title).isPositive();
    int end = page.indexOf("\n## ", begin + 1);
    return page.substring(begin, end < 0 ? page.length() : end);
  }

  private static List<String> matches(String text, String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map((MatchResult it) -> it.group(1))
        .toList();
  }

  @Test
  void theExampleIsTheDriverOfTheReferenceRuntime() throws IOException {
    Path script = Path.of(ReferenceDriver.in(directory, ReferenceDriver.Stage1.OURS).get(0));

    assertThat(section("A driver")).contains("```sh\n" + Files.readString(script) + "```\n");
    assertThat(Files.readAllLines(script)).hasSizeLessThan(100);
    assertThat(script).isExecutable();
  }

  @Test
  void theVerbsAreThoseOfTheSuite() {
    List<String> rows = matches(section("Verbs"), "^\\| `([a-z-]+(?: [A-Z]+)*)` \\|");

    assertThat(rows.stream().map(it -> it.split(" ", -1)[0]))
        .containsExactlyElementsOf(Arrays.stream(Verb.values()).map(Verb::word).toList());
    assertThat(rows.stream().map(it -> it.split(" ", -1).length - 1))
        .containsExactlyElementsOf(Arrays.stream(Verb.values()).map(Verb::arguments).toList());
  }

  @Test
  void theTimesAreThoseOfTheSuite() {
    assertThat(matches(section("Time"), "^\\| (`[a-z-]+` \\| [0-9]+) \\|$"))
        .containsExactlyElementsOf(
            Arrays.stream(Verb.values())
                .map(it -> "`%s` | %d".formatted(it.word(), Timeouts.USUAL.of(it).toSeconds()))
                .toList());
  }

  @Test
  void theCapabilitiesAreThoseOfTheSuite() {
    Set<String> named = new TreeSet<>(matches(section("Capabilities"), "^\\| `([^`]+)` \\|"));

    assertThat(named.remove("isolator/NAME")).isTrue();
    assertThat(named).isEqualTo(new TreeSet<>(Capabilities.NAMED));
    assertThat(Capabilities.isKnown("isolator/resource/memory")).isTrue();
    assertThat(Capabilities.unknown(Set.of("volumes", "isolator/", "z", "a")))
        .containsExactly("a", "isolator/", "z");
  }

  @Test
  void theSchemasAreThere() throws IOException {
    List<String> links = matches(page, "^\\[[a-z]+\\]: (\\S+)$");

    assertThat(links).hasSize(7);
    for (String link : links) {
      Path file = Path.of("../docs").resolve(link);
      String message = String.valueOf(file.getFileName()).replace(".schema.json", "");
      assertThat(Files.readString(file)).isEqualTo(Schemas.driver(message));
    }
  }

  @Test
  void theVersionIsThatOfTheSuite() {
    assertThat(page).contains("\nVersion " + Answer.PROTOCOL + ". ");
  }
}
