package org.appctoolkit.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.com/a/b?x=1, ?y=2, https://example.com/a/b?y=2",
    "https://example.com?x=1, ?y=2, https://example.com?y=2",
    "https://example.com?x=1, .evil.test/c, https://example.com/.evil.test/c",
    "https://example.com?x=1, c?d, https://example.com/c?d",
    "https://example.com/a/b?x=1, ../c, https://example.com/c",
    "https://example.com/a/b?x=1, //example.org/c, https://example.org/c",
    "https://example.com:8443/a, /c, https://example.com:8443/c",
  })
  void aRelativeRedirectIsResolvedAsRfc3986Says(String from, String location, String target) {
    List<String> asked = new ArrayList<>();
    Web web =
        request -> {
          asked.add(request.url().toString());
          return asked.size() == 1 ? reply(302, "location", location) : reply(404, "x", "y");
        };

    Discovery.page(URI.create(from), web, DiscoverySettings.DEFAULT);

    assertThat(asked).containsExactly(from, target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#top"})
  void aRedirectToTheSamePageIsACycle(String location) {
    FetchedPage fetched =
        Discovery.page(
            URI.create("https://example.com/a?b"),
            request -> reply(302, "location", location),
            DiscoverySettings.DEFAULT);

    assertThat(fetched.obstacle().orElseThrow().message())
        .startsWith("https://example.com/a?b redirects back to");
  }

  @Test
  void anEncodedPageIsNotTakenForOneWithoutTags() throws MalformedReferenceException {
    Discovered discovered =
        Discovery.discover(
            ImageReference.parse("example.com/worker"),
            request -> reply(200, "content-encoding", "gzip"),
            DiscoverySettings.DEFAULT);

    assertThat(discovered.steps()).hasSize(1);
    assertThat(discovered.obstacle().orElseThrow().kind()).isEqualTo(Obstacle.Kind.FAILED);
    assertThat(discovered.obstacle().orElseThrow().message())
        .contains("the page comes encoded as \"gzip\"");
  }

  private static Reply reply(int status, String header, String value) {
    byte[] body = "<p>".getBytes(StandardCharsets.US_ASCII);
    return new Reply(status, Map.of(header, value), new ByteArrayInputStream(body), () -> {});
  }
}
