package org.appctoolkit.runtime.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.runtime.metadata.TestService.Pod;
import org.appctoolkit.runtime.metadata.TestService.Told;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service does with those who do not mean well. */
@Timeout(120)
class AttacksTest {
  @TempDir private Path directory = Path.of("");

  private TestService service;
  private Pod pod = new Pod("", "");

  @BeforeEach
  void start() throws Exception {
    service = new TestService(directory);
    pod = service.pod("0.8.11");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private String head(String method, String path, String headers) {
    return "%s /%s/acMetadata/v1/%s HTTP/1.1\r\nHost: a\r\n%s\r\n"
        .formatted(method, pod.token(), path, headers);
  }

  private void isStillServed() throws IOException, InterruptedException {
    assertThat(service.get(pod, "pod/uuid").body()).isEqualTo(pod.uuid());
  }

  // --- guesses

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//",
        "/x",
        "/acMetadata/v1/pod/manifest",
        "/default/acMetadata/v1/pod/manifest"
      })
  void withoutATokenNothingIsThere(String path) throws IOException {
    assertThat(service.raw("GET " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n"))
        // The second one is no URI.
        .containsPattern("^HTTP/1.1 40[04] ");
  }

  @Test
  void aWrongTokenIsAWrongAddress() throws IOException, InterruptedException {
    Told wrong = service.get(new Pod(pod.uuid(), pod.token().replace('1', '2')), "pod/manifest");
    Told missing = service.get(pod, "pod/nothing");

    assertThat(wrong.text()).isEqualTo(missing.text());
    assertThat(wrong.body()).isEqualTo("there is nothing at this address\n");
  }

  @Test
  void theUuidOfAPodIsNoToken() throws IOException, InterruptedException {
    assertThat(service.get(new Pod(pod.uuid(), pod.uuid()), "pod/uuid").status()).isEqualTo(404);
  }

  @Test
  void whoGuessesWaitsForTheNextLook() throws IOException, InterruptedException {
    isStillServed();
    long begin = System.nanoTime();

    for (int i = 0; i < 5; i++) {
      service.get(new Pod("", "no-such-token-at-all-" + i), "pod/uuid");
    }

    assertThat(System.nanoTime() - begin).isGreaterThan(4 * TestService.LOOKS.toNanos());
  }

  @Test
  void aPodThatHasJustBegunIsFound() throws Exception {
    isStillServed();

    Pod young = service.pod("0.8.11");

    assertThat(service.get(young, "pod/uuid").body()).isEqualTo(young.uuid());
  }

  @Test
  void aPodThatIsOverIsForgotten() throws Exception {
    isStillServed();
    service.directory().end(pod.uuid());

    service.registry().look();

    assertThat(service.get(pod, "pod/uuid").status()).isEqualTo(404);
    assertThat(service.registry().isEmpty()).isTrue();
    assertThat(service.registry().ofUuid(pod.uuid())).isEqualTo(Optional.empty());
  }

  // --- floods

  @Test
  void aPodThatAsksTooOftenHasToWaitAndOthersDoNot() throws Exception {
    Pod other = service.pod("0.8.11");
    isStillServed();
    service.get(other, "pod/uuid");
    service.freeze();

    for (int i = 0; i < ServedPod.REQUESTS_PER_SECOND; i++) {
      service.get(pod, "apps/none/image/id");
    }

    Told refused = service.get(pod, "pod/uuid");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.response().headers().firstValue("Retry-After")).contains("1");
    assertThat(service.get(other, "pod/uuid").status()).isEqualTo(200);
    service.pass(Duration.ofSeconds(1));
    isStillServed();
  }

  @Test
  void connectionsThatSayNothingOrTooLittleHoldNobodyUp() throws IOException, InterruptedException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = service.connect();
        sockets.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write("GET /".getBytes(StandardCharsets.US_ASCII));
        }
      }
      long begin = System.nanoTime();

      isStillServed();

      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isLessThan(Duration.ofSeconds(MetadataServer.REQUEST_SECONDS));
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void aRequestThatDoesNotComeToItsEndIsGivenUp() throws IOException, InterruptedException {
    try (Socket socket = service.connect()) {
      socket.getOutputStream().write(("GET /" + pod.token()).getBytes(StandardCharsets.US_ASCII));

      assertThat(TestService.rest(socket)).isEmpty();
    }
    isStillServed();
  }

  @Test
  void aBodyThatDoesNotComeToItsEndIsGivenUp() throws IOException, InterruptedException {
    String form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n";

    assertThat(service.raw(head("POST", "pod/hmac/sign", form) + "content=a"))
        .doesNotContain("HTTP/1.1 200");
    isStillServed();
  }

  // --- lengths

  private static String form(String more) {
    return "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n" + more;
  }

  @Test
  void aBodyOfAMebibyteIsSigned() throws IOException, InterruptedException {
    String content = "content=" + "a".repeat(MetadataServer.MOST_BODY_BYTES - 8);

    assertThat(service.post(pod, "pod/hmac/sign", content).status()).isEqualTo(200);
    assertThat(service.post(pod, "pod/hmac/sign", content + "a").status()).isEqualTo(413);
  }

  @Test
  void aBodyOfUnknownLengthIsReadNoFurtherThanAMebibyte() throws IOException {
    String chunk = "10000\r\n" + "a".repeat(1 << 16) + "\r\n";
    String beginning = head("POST", "pod/hmac/sign", form("Transfer-Encoding: chunked\r\n"));

    assertThat(service.raw(beginning + "8\r\ncontent=\r\n" + chunk.repeat(3) + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(service.raw(beginning + chunk.repeat(17) + "0\r\n\r\n")).startsWith("HTTP/1.1 413");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "99999999999999999999", "1\r\nContent-Length: 2"})
  void aLengthThatIsNoneIsRefused(String length) throws IOException, InterruptedException {
    String answer =
        service.raw(
            head("POST", "pod/hmac/sign", form("Content-Length: " + length + "\r\n"))
                + "content=a");

    assertThat(answer).doesNotContain(" 200 ").doesNotContain(pod.token());
    isStillServed();
  }

  @Test
  void aLengthBeyondAllIsToldBeforeAnythingIsSent() throws IOException {
    assertThat(
            service.raw(
                head("POST", "pod/hmac/sign", form("Content-Length: 9000000000000000000\r\n"))))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void aHeadThatIsTooLongIsNotRead() throws IOException, InterruptedException {
    String much = "a".repeat(MetadataServer.MOST_HEAD_BYTES);

    for (String request :
        List.of(
            "GET /" + much,
            head("GET", "pod/uuid", "A: " + much + "\r\n"),
            head("GET", "pod/uuid", "A: b\r\n".repeat(5000)),
            "GET / HTTP/1.1\r\n" + numbered(100) + "\r\n")) {
      assertThat(answered(request)).doesNotContain(" 200 ").doesNotContain(" 404 ");
    }
    isStillServed();
  }

  /** What comes back; nothing when the connection was reset. */
  private String answered(String request) {
    try {
      return service.raw(request);
    } catch (IOException e) {
      return "";
    }
  }

  private static String numbered(int headers) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < headers; i++) {
      text.append("A").append(i).append(": b\r\n");
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n\r\n",
        "\0\0\0\0\r\n\r\n",
        "GET\r\n\r\n",
        "GET /\r\n\r\n",
        "GET  HTTP/1.1\r\n\r\n",
        "GET http: HTTP/1.1\r\n\r\n",
        "GET mailto:a HTTP/1.1\r\n\r\n",
        "GET * HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nA b\r\n\r\n",
        "GET / HTTP/1.1\r\n: b\r\n\r\n",
        "GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0016\u0003\u0001\u0002\r\n"
      })
  void whatIsNoRequestDoesNoHarm(String bytes) throws Exception {
    try (Socket socket = service.connect()) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();

      assertThat(TestService.rest(socket)).doesNotContain(" 200 ").doesNotContain(" 500 ");
    }
    isStillServed();
  }
}
