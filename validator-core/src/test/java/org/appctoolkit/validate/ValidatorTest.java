package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Findings;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for judging as such, wherever and however often it is done. */
class ValidatorTest {
  private static final int THREADS = 6;

  private static List<Fixtures.Fixture> withoutOptions() {
    return Fixtures.all().stream()
        .filter(fixture -> fixture.settings().equals(Settings.DEFAULT))
        .toList();
  }

  @Test
  void threadsThatShareAValidatorFindWhatOneFindsAlone() throws Exception {
    Validator shared = new Validator(Settings.DEFAULT);
    List<Fixtures.Fixture> fixtures = withoutOptions();
    List<Findings> alone = fixtures.stream().map(it -> JudgedFixtures.of(it).findings()).toList();
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<Findings>>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Callable<List<Findings>> task =
            () -> {
              start.await();
              return fixtures.stream().map(it -> shared.judge(it.source()).findings()).toList();
            };
        results.add(threads.submit(task));
      }

      for (Future<List<Findings>> result : results) {
        assertThat(result.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void judgingAgainFindsTheSame() {
    Validator validator = new Validator(Settings.DEFAULT);
    Source source =
        Source.of("many", "{\"acKind\":\"PodManifest\",\"apps\":[{},{},1],\"x\":1,\"labels\":2}");

    Findings first = validator.judge(source).findings();

    assertThat(validator.judge(source).findings()).isEqualTo(first);
    assertThat(first.all().size()).isGreaterThan(5);
  }

  @ParameterizedTest
  @CsvSource({
    "tr-TR, Asia/Kathmandu",
    "ar-EG-u-nu-arab, Pacific/Apia",
    "th-TH-u-ca-buddhist-nu-thai, America/St_Johns"
  })
  void findingsAreTheSameInEveryLanguageAndTimeZone(String language, String zone) {
    Locale locale = Locale.getDefault();
    TimeZone timeZone = TimeZone.getDefault();
    Map<Fixtures.Fixture, Judgement> here = JudgedFixtures.ALL;
    try {
      Locale.setDefault(Locale.forLanguageTag(language));
      TimeZone.setDefault(TimeZone.getTimeZone(zone));

      Map<Fixtures.Fixture, Judgement> there = JudgedFixtures.judge();

      assertThat(JudgedFixtures.findings(there)).isEqualTo(JudgedFixtures.findings(here));
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(timeZone);
    }
  }

  /** What is computed once when classes are loaded must not depend on the language either. */
  @Test
  void findingsAreTheSameInAProcessOfAnotherLanguage() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Asia/Kathmandu",
                "-Dfile.encoding=ISO-8859-9",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path", ""),
                JudgedFixtures.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(output.lines().toList()).isEqualTo(JudgedFixtures.lines());
  }

  @Test
  void judgingOpensNoConnection() {
    try (Offline offline = new Offline()) {
      for (ManifestKind kind : ManifestKind.values()) {
        for (SpecVersion version : SpecVersion.KNOWN) {
          Source source =
              Source.of(
                  "links",
                  "{\"acKind\":\"\",\"$schema\":\"http://192.0.2.1/a\",\"$ref\":\"http://192.0.2.1/b\"}");
          new Validator(Settings.DEFAULT.withKind(kind).withVersion(version)).judge(source);
        }
      }

      assertThat(offline.wanted).isEmpty();
    }
  }

  @Test
  void aConnectionWouldBeNoticed() throws IOException {
    try (Offline offline = new Offline();
        Socket socket = new Socket()) {
      assertThatThrownBy(() -> socket.connect(new InetSocketAddress("192.0.2.1", 80)))
          .hasRootCauseMessage("offline: socket://192.0.2.1:80");

      assertThat(offline.wanted).hasSize(1);
    }
  }

  /** Turns down every connection as long as it is open: all of them ask for a proxy first. */
  private static final class Offline extends ProxySelector implements AutoCloseable {
    private final ProxySelector before = ProxySelector.getDefault();
    private final List<URI> wanted = new ArrayList<>();

    Offline() {
      ProxySelector.setDefault(this);
    }

    @Override
    public List<java.net.Proxy> select(URI uri) {
      wanted.add(uri);
      throw new IllegalArgumentException("offline: " + uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

    @Override
    public void close() {
      ProxySelector.setDefault(before);
    }
  }
}
