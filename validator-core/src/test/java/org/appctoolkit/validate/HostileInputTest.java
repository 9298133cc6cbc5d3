package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Finding;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents near the limit that are made to exhaust time, stack or memory. */
class HostileInputTest {
  private static final String IMAGE =
      "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"example.org/a\",";
  private static final String APP = IMAGE + "\"app\":{\"user\":\"0\",\"group\":\"0\",";
  private static final String POD =
      "{\"acKind\":\"PodManifest\",\"acVersion\":\"0.8.11\",\"apps\":[],";

  /** A hang is what this bound is for, not speed: each takes far less than a second or two. */
  private static final Duration FOREVER = Duration.ofSeconds(60);

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of("a name of many parts", named("a" + ".a".repeat(500_000))),
        Arguments.of("a version of many parts", versioned("0.8.11-a" + ".a".repeat(500_000))),
        Arguments.of("a version of many digits", versioned("0.8." + "1".repeat(1_000_000))),
        Arguments.of("a long key", IMAGE + "\"" + "k".repeat(1_000_000) + "\":1}"),
        Arguments.of("many unknown keys", IMAGE + list("\"k%d\":1", 70_000) + "}"),
        Arguments.of("many wrong labels", IMAGE + "\"labels\":[" + list("1", 400_000) + "]}"),
        Arguments.of(
            "many equal labels",
            IMAGE + "\"labels\":[" + list("{\"name\":\"a\",\"value\":\"\"}", 35_000) + "]}"),
        Arguments.of(
            "many ports",
            APP
                + "\"ports\":["
                + list("{\"name\":\"a%1$d\",\"port\":%1$d,\"protocol\":\"tcp\"}", 20_000)
                + "]}}"),
        Arguments.of(
            "many forwarded ports",
            POD
                + "\"ports\":["
                + list("{\"name\":\"a\",\"hostPort\":1,\"hostIP\":\"10.0.0.%d\"}", 18_000)
                + "]}"),
        Arguments.of("a deep mount path", mountedAt("/a".repeat(450_000))),
        Arguments.of("a mount path of slashes", mountedAt("/".repeat(900_000))),
        Arguments.of(
            "a path whitelist of dots",
            IMAGE + "\"pathWhitelist\":[\"" + "/..".repeat(300_000) + "\"]}"),
        Arguments.of(
            "a long CPU mask",
            APP.replace("0.8.11", "0.3.0")
                + "\"exec\":[\"/a\"],\"isolators\":[{\"name\":\"cpu/mask\",\"value\":\"1"
                + ",1".repeat(400_000)
                + "\"}]}}"),
        Arguments.of(
            "a long sysctl key",
            POD
                + "\"isolators\":[{\"name\":\"os/unix/sysctl\",\"value\":{\"net"
                + ".a".repeat(400_000)
                + "\":\"1\"}}]}"),
        Arguments.of("brackets", "[".repeat(1_000_000)),
        Arguments.of("zeros", "[" + list("0", 500_000) + "]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void isJudgedInBoundedTimeAndStack(String name, String text) {
    Validator validator = new Validator(Settings.DEFAULT);

    Judgement judgement =
        Assertions.assertTimeoutPreemptively(FOREVER, () -> validator.judge(Source.of(name, text)));

    assertThat(judgement.findings().all().size()).isLessThanOrEqualTo(1001);
  }

  @Test
  void aDocumentLongerThanTheLimitIsOneFinding() {
    String text = named("example.org/a") + " ".repeat(Limits.DEFAULT.documentBytes());

    Judgement judgement = new Validator(Settings.DEFAULT).judge(Source.of("long", text));

    assertThat(rules(judgement)).containsExactly("document-length-is-limited");
    assertThat(judgement.hitALimit()).isTrue();
  }

  @Test
  void findingsBeyondTheLimitAreLeftOutAndSaidToBe() {
    Settings settings = Settings.DEFAULT.withLimits(new Limits(1 << 20, 64, 64, 2));
    String text = IMAGE + "\"labels\":[1,2,3]}";

    Judgement judgement = new Validator(settings).judge(Source.of("many", text));

    assertThat(rules(judgement))
        .containsExactly("labels-are-a-list", "labels-are-a-list", "finding-count-is-limited");
    assertThat(judgement.hitALimit()).isTrue();
  }

  private static List<String> rules(Judgement judgement) {
    return judgement.findings().all().stream().map(Finding::rule).toList();
  }

  private static String named(String name) {
    return "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"" + name + "\"}";
  }

  private static String versioned(String version) {
    return "{\"acKind\":\"ImageManifest\",\"acVersion\":\"" + version + "\",\"name\":\"a.b/c\"}";
  }

  private static String mountedAt(String path) {
    return APP
        + "\"mountPoints\":[{\"name\":\"a\",\"path\":\""
        + path
        + "\"},{\"name\":\"b\",\"path\":\"/b\"}]}}";
  }

  private static String list(String element, int times) {
    return IntStream.range(0, times)
        .mapToObj(index -> element.contains("%") ? String.format(element, index) : element)
        .collect(Collectors.joining(","));
  }
}
