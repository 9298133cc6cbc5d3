package org.appctoolkit.runtime.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.runtime.metadata.TestService.Pod;
import org.appctoolkit.runtime.metadata.TestService.Told;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told at each address, at each version. */
@Timeout(120)
class EndpointsTest {
  private static final String JSON = "application/json";
  private static final String ASCII = "text/plain; charset=us-ascii";
  private static final String TEXT = "text/plain; charset=utf-8";

  @TempDir private Path directory = Path.of("");

  private TestService service;

  @BeforeEach
  void start() throws IOException {
    service = new TestService(directory);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  static Stream<String> versions() {
    return SpecVersion.KNOWN.stream().map(SpecVersion::toString);
  }

  private static boolean isSince(String version, String first) {
    return SpecVersion.known(version)
            .orElseThrow()
            .compareTo(SpecVersion.known(first).orElseThrow())
        >= 0;
  }

  /** The word for what is executed together. */
  private static String of(String version) {
    return isSince(version, "0.5.0") ? "pod" : "container";
  }

  // --- what is told

  @ParameterizedTest
  @MethodSource("versions")
  void manifestsAndIdsAreToldAtEveryVersion(String version) throws Exception {
    Pod pod = service.pod(version);
    String uuid = isSince(version, "0.5.0") ? "uuid" : "uid";

    assertThat(service.get(pod, of(version) + "/manifest").text())
        .isEqualTo("200 " + JSON + " {\"pod\":1}\n");
    assertThat(service.get(pod, of(version) + "/" + uuid).text())
        .isEqualTo("200 " + ASCII + " " + pod.uuid());
    assertThat(service.get(pod, "apps/web/image/manifest").text())
        .isEqualTo("200 " + JSON + " {\"image\":1}\n");
    assertThat(service.get(pod, "apps/other/image/id").text())
        .isEqualTo("200 " + ASCII + " sha512-def");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void theWordsOfOtherVersionsAreNotKnown(String version) throws Exception {
    Pod pod = service.pod(version);
    String other = isSince(version, "0.5.0") ? "container" : "pod";
    String uuid = isSince(version, "0.5.0") ? "uid" : "uuid";

    assertThat(service.get(pod, other + "/manifest").status()).isEqualTo(404);
    assertThat(service.get(pod, of(version) + "/" + uuid).status()).isEqualTo(404);
    assertThat(service.post(pod, other + "/hmac/sign", "content=a").status()).isEqualTo(404);
    assertThat(
            service
                .get(
                    pod,
                    of(version) + (isSince(version, "0.8.0") ? "/annotations/" : "/annotations"))
                .status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void annotationsAreADirectoryFirstAndAListLater(String version) throws Exception {
    Pod pod = service.pod(version);

    if (isSince(version, "0.8.0")) {
      Told own = service.get(pod, "pod/annotations");
      assertThat(own.type()).isEqualTo(JSON);
      assertThat(own.body().replaceAll("\\s*\n\\s*", ""))
          .isEqualTo(
              "[{\"name\": \"ip-address\",\"value\": \"10.1.2.1\"},{\"name\": \"example.com/note\","
                  + "\"value\": \"a \\\"b\\\"\\u000ac \u00e4\"}]");
      assertThat(service.get(pod, "apps/web/annotations").body().replaceAll("\\s*\n\\s*", ""))
          .isEqualTo("[{\"name\": \"author\",\"value\": \"them\"}]");
      assertThat(service.get(pod, "apps/other/annotations").body()).isEqualTo("[]\n");
    } else {
      assertThat(service.get(pod, of(version) + "/annotations/").text())
          .isEqualTo("200 " + TEXT + " ip-address\nexample.com/note");
      assertThat(service.get(pod, of(version) + "/annotations/ip-address").text())
          .isEqualTo("200 " + TEXT + " 10.1.2.1");
      for (String name : List.of("example.com/note", "example.com%2Fnote", "example.com%2fnote")) {
        assertThat(service.get(pod, of(version) + "/annotations/" + name).text())
            .isEqualTo("200 " + TEXT + " a \"b\"\nc \u00e4");
      }
      assertThat(service.get(pod, "apps/web/annotations/").body()).isEqualTo("author");
      assertThat(service.get(pod, "apps/web/annotations/author").body()).isEqualTo("them");
      assertThat(service.get(pod, "apps/other/annotations/").text()).isEqualTo("200 " + TEXT + " ");
      assertThat(service.get(pod, "apps/other/annotations/author").status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void theFlavorIsWantedUpTo051(String version) throws Exception {
    Pod pod = service.pod(version);
    String path = of(version) + "/manifest";

    Told without = service.ask(service.request(pod, path).build());
    Told wrong = service.ask(service.request(pod, path).header("Metadata-Flavor", "Other").build());

    int expected = isSince(version, "0.5.2") ? 200 : 400;
    assertThat(without.status()).isEqualTo(expected);
    assertThat(wrong.status()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com/web", "example.com%2Fweb", "example.com%2fweb", "%65xample.com/web"})
  void anAppWithSlashesIsFoundHoweverTheyAreWritten(String written) throws Exception {
    Pod pod = service.pod("0.3.0", "example.com/web");

    assertThat(service.get(pod, "apps/" + written + "/image/id").body()).isEqualTo("sha512-abc");
    assertThat(service.get(pod, "apps/" + written + "/annotations/author").body())
        .isEqualTo("them");
    assertThat(service.get(pod, "apps/example.com/image/id").status()).isEqualTo(404);
  }

  // --- exactness

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pod/manifest/",
        "pod//manifest",
        "/pod/manifest",
        "pod/manifest?",
        "pod/manifest?a=b",
        "pod/%6danifest",
        "pod/./manifest",
        "pod/../pod/manifest",
        "pod/MANIFEST",
        "pod",
        "pod/",
        "",
        "apps/",
        "apps/web",
        "apps/web/",
        "apps/web/image",
        "apps/web/image/id/",
        "apps//image/id",
        "apps/../pod/manifest",
        "apps/web%00/image/id",
        "apps/web%/image/id",
        "apps/web%ff/image/id",
        "apps/nobody/image/id",
        "pod/hmac",
        "pod/hmac/"
      })
  void nothingElseIsServed(String path) throws Exception {
    Pod pod = service.pod("0.8.11");

    String answer =
        service.raw(
            "GET /%s/acMetadata/v1/%s HTTP/1.1\r\nConnection: close\r\n\r\n"
                .formatted(pod.token(), path));

    String status = answer.substring(0, answer.indexOf('\r'));
    assertThat(status)
        .isIn(
            "HTTP/1.1 404 Not Found",
            // What is no URI at all.
            path.contains("%/") ? "HTTP/1.1 400 Bad Request" : "HTTP/1.1 404 Not Found");
    assertThat(answer).doesNotContain(pod.token()).doesNotContain("{");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, pod/manifest, 'GET, HEAD'",
    "POST, pod/manifest, 'GET, HEAD'",
    "POST, pod/annotations, 'GET, HEAD'",
    "OPTIONS, apps/web/image/id, 'GET, HEAD'",
    "GET, pod/hmac/sign, POST",
    "HEAD, pod/hmac/verify, POST",
    "PUT, pod/hmac/verify, POST",
    "get, pod/uuid, 'GET, HEAD'"
  })
  void theWrongMethodIsToldTheRightOne(String method, String path, String allowed)
      throws Exception {
    Pod pod = service.pod("0.8.11");

    Told told =
        service.ask(
            service.request(pod, path).method(method, HttpRequest.BodyPublishers.noBody()).build());

    assertThat(told.status()).isEqualTo(405);
    assertThat(told.response().headers().firstValue("Allow")).contains(allowed);
  }

  @Test
  void headTellsHowLongTheAnswerWouldBe() throws Exception {
    Pod pod = service.pod("0.8.11");

    for (String path : List.of("pod/manifest", "pod/uuid")) {
      Told head =
          service.ask(
              service
                  .request(pod, path)
                  .method("HEAD", HttpRequest.BodyPublishers.noBody())
                  .build());
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.response().headers().firstValueAsLong("Content-Length"))
          .hasValue(service.get(pod, path).body().length());
    }
  }

  // --- signatures

  private static String encoded(String signature) {
    return signature.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D");
  }

  private static String hmac(String algorithm, String key, String content)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
    return Base64.getEncoder()
        .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
  }

  private String sign(Pod pod, String version, String content) throws Exception {
    boolean form = isSince(version, "0.3.0");
    Told told =
        service.post(pod, of(version) + "/hmac/sign", form ? "content=" + content : content);
    assertThat(told.status() + " " + told.type()).isEqualTo("200 " + ASCII);
    return told.body();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aSignatureIsTheHmacOfTheContentInBase64(String version) throws Exception {
    Pod pod = service.pod(version);

    String signature = sign(pod, version, "abc");

    assertThat(signature)
        .isEqualTo(hmac(isSince(version, "0.3.0") ? "HmacSHA512" : "HmacSHA256", "key 1", "abc"));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void anotherPodVerifiesASignature(String version) throws Exception {
    Pod signer = service.pod(version);
    Pod reader = service.pod(version);
    String signature = sign(signer, version, "abc");
    String uuid = (isSince(version, "0.5.2") ? "uuid=" : "uid=") + signer.uuid();
    String content = isSince(version, "0.3.0") ? "content=abc&" : "";
    String form = content + uuid + "&signature=" + encoded(signature);

    Told right = service.post(reader, of(version) + "/hmac/verify", form);
    Told ofAnother =
        service.post(
            reader, of(version) + "/hmac/verify", form.replace(signer.uuid(), reader.uuid()));
    Told tampered =
        service.post(
            reader,
            of(version) + "/hmac/verify",
            form.replace(encoded(signature), encoded(hmac("HmacSHA512", "key 7", "abc"))));

    assertThat(right.text()).isEqualTo("200 " + ASCII + " ");
    assertThat(ofAnother.status()).isEqualTo(403);
    assertThat(tampered.status()).isEqualTo(403);
  }

  @Test
  void contentOfAnyBytesIsSigned() throws Exception {
    Pod pod = service.pod("0.8.11");

    String signature = sign(pod, "0.8.11", "a+b%2Bc%26%3D%C3%A4");

    assertThat(signature).isEqualTo(hmac("HmacSHA512", "key 1", "a b+c&=\u00e4"));
  }

  @ParameterizedTest
  @CsvSource({
    "content=abd, 403",
    "content=ab, 403",
    "content=, 403",
    "content=abc&signature=!, 400",
    "'', 400",
    "content=abc&content=abc, 400",
    "content=%, 400",
    "content=%2, 400",
    "content=%zz, 400"
  })
  void aTamperedFormIsNotVerified(String content, int status) throws Exception {
    Pod pod = service.pod("0.8.11");
    String signature = sign(pod, "0.8.11", "abc");

    Told told =
        service.post(
            pod,
            "pod/hmac/verify",
            content + "&uuid=" + pod.uuid() + "&signature=" + encoded(signature));

    assertThat(told.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content=abc&uuid=x&signature=!",
        "content=abc&uuid=&signature=",
        "content=abc&uuid=99999999-0000-4000-8000-000000000000&signature=abcd"
      })
  void whatIsNoSignatureOfAnybodyIsNotVerified(String form) throws Exception {
    Pod pod = service.pod("0.8.11");

    assertThat(service.post(pod, "pod/hmac/verify", form).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"content=a", "content=a&uuid=b", "content=a&signature=b", "uuid=a&signature=b"})
  void aFormWithoutAFieldIsBad(String form) throws Exception {
    Pod pod = service.pod("0.8.11");

    assertThat(service.post(pod, "pod/hmac/verify", form).status()).isEqualTo(400);
  }

  @Test
  void theUuidMayHaveCapitalsAndTheOtherName() throws Exception {
    Pod pod = service.pod("0.8.11");
    String form = "content=abc&signature=" + encoded(sign(pod, "0.8.11", "abc"));

    assertThat(
            service
                .post(
                    pod,
                    "pod/hmac/verify",
                    form + "&uid=" + pod.uuid().toUpperCase(java.util.Locale.ROOT))
                .status())
        .isEqualTo(200);
  }

  @Test
  void aPodOfTheFirstVersionsMayVerifyOneOfTheLast() throws Exception {
    Pod signer = service.pod("0.8.11");
    Pod reader = service.pod("0.1.1");
    String signature = sign(signer, "0.8.11", "abc");

    Told told =
        service.post(
            reader,
            "container/hmac/verify",
            "uid=" + signer.uuid() + "&signature=" + encoded(signature));

    assertThat(told.status()).isEqualTo(200);
  }

  @Test
  void onlyAFormIsReadAsOne() throws Exception {
    Pod pod = service.pod("0.8.11");
    HttpRequest.Builder request =
        service
            .request(pod, "pod/hmac/sign")
            .POST(HttpRequest.BodyPublishers.ofString("content=abc"));

    assertThat(service.ask(request.copy().build()).status()).isEqualTo(415);
    assertThat(
            service
                .ask(request.copy().header("Content-Type", "multipart/form-data").build())
                .status())
        .isEqualTo(415);
    assertThat(
            service
                .ask(
                    request
                        .copy()
                        .header("Content-Type", "APPLICATION/X-WWW-FORM-URLENCODED ; charset=UTF-8")
                        .build())
                .status())
        .isEqualTo(200);
  }

  @Test
  void thePodsOfADirectoryAreApart() throws Exception {
    Pod one = service.pod("0.8.11");
    Pod other = service.pod("0.8.11");

    assertThat(service.get(one, "pod/uuid").body()).isEqualTo(one.uuid());
    assertThat(service.get(other, "pod/uuid").body()).isEqualTo(other.uuid());
    assertThat(sign(one, "0.8.11", "abc")).isNotEqualTo(sign(other, "0.8.11", "abc"));
  }

  @Test
  void whatIsMissingOnTheDiskBreaksOneAnswer() throws Exception {
    Pod pod = service.pod("0.8.11");
    java.nio.file.Files.delete(
        directory.resolve("pods").resolve(pod.uuid()).resolve("metadata/manifest"));

    assertThat(service.get(pod, "pod/manifest").status()).isEqualTo(500);
    assertThat(service.get(pod, "pod/uuid").status()).isEqualTo(200);
  }

  @Test
  void theUsualAddressIsForPodsOfTheFirstVersions() throws IOException, RefusedException {
    for (String version : List.of("0.1.1", "0.2.0", "0.3.0", "0.4.0", "0.8.11")) {
      Pod pod = service.pod(version);
      String answer =
          service.raw(
              "GET /default/%s/acMetadata/v1/%s/manifest HTTP/1.1\r\nMetadata-Flavor: AppContainer\r\n\r\n"
                  .formatted(pod.token(), of(version)));

      // The connection is closed by the service: the answer is there in full, and nothing follows.
      assertThat(answer)
          .startsWith(isSince(version, "0.4.0") ? "HTTP/1.1 404" : "HTTP/1.1 200")
          .containsIgnoringCase("Connection: close");
    }
  }
}
