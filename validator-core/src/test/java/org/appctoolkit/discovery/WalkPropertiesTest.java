package org.appctoolkit.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.appctoolkit.spec.SpecVersion;

class WalkPropertiesTest {
  /** An answer that depends on how many requests came before it. */
  record Answer(int status, String location, String body, boolean fails) {}

  @Property
  void anyWebLeadsToAnEndWithinTheRequestsThatAreAllowed(
      @ForAll("answers") List<Answer> answers,
      @ForAll("names") String name,
      @ForAll("versions") SpecVersion version,
      @ForAll boolean insecure,
      @ForAll boolean labelled) {
    int[] requests = {0};
    Web web =
        request -> {
          Answer answer = answers.get(requests[0]++ % answers.size());
          if (answer.fails()) {
            throw new WebException(WebException.Kind.CONNECTION, "it fails");
          }
          return new Reply(
              answer.status(),
              answer.location().isEmpty() ? Map.of() : Map.of("location", answer.location()),
              new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8)),
              () -> {});
        };
    SortedMap<String, String> labels =
        new TreeMap<>(labelled ? Map.of("os", "linux", "arch", "amd64") : Map.of());
    DiscoverySettings settings =
        new DiscoverySettings(version, insecure, OptionalInt.empty(), 200, 3, 12);

    Discovered discovered = Discovery.discover(new ImageReference(name, labels), web, settings);

    assertThat(requests[0]).isLessThanOrEqualTo(12);
    assertThat(discovered.steps()).hasSize(requests[0]);
    assertThat(discovered.endpoints().isEmpty()).isEqualTo(discovered.obstacle().isPresent());
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        "e.org", "e.org/a", "e.org/a/b/c/d/e/f/g/h/i/j/k/l/m/n", "a~b/c", "1.2.3");
  }

  @Provide
  Arbitrary<SpecVersion> versions() {
    return Arbitraries.of(SpecVersion.KNOWN);
  }

  @Provide
  Arbitrary<List<Answer>> answers() {
    Arbitrary<Answer> answer =
        net.jqwik.api.Combinators.combine(
                Arbitraries.of(200, 200, 204, 300, 301, 302, 304, 307, 401, 404, 500, 503),
                Arbitraries.of(
                    "",
                    "/a",
                    "b",
                    "https://f.org/",
                    "http://e.org/",
                    "https://e.org?ac-discovery=1",
                    "file:///x",
                    "::",
                    "//x",
                    "https://u@e.org/",
                    "https:",
                    "#"),
                Arbitraries.of(
                    "",
                    "<p>",
                    "x".repeat(300),
                    "<meta name=ac-discovery content='e.org https://e.org/{name}.{ext}'>",
                    "<meta name=ac-discovery content='e.org https://e.org/{os}.{ext}'>",
                    "<meta name=ac-discovery content='e.org {'>",
                    "<meta name=ac-discovery-pubkeys content='e.org :'>"),
                Arbitraries.frequency(
                    net.jqwik.api.Tuple.of(9, false), net.jqwik.api.Tuple.of(1, true)))
            .as(Answer::new);
    return answer.list().ofMinSize(1).ofMaxSize(6);
  }
}
