package org.appctoolkit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.appctoolkit.discovery.Reply;
import org.appctoolkit.discovery.WebException;
import org.appctoolkit.discovery.WebRequest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpWebTest {
  private static final HostLookup LOOPBACK = host -> List.of(InetAddress.getLoopbackAddress());
  private static final HttpSettings LENIENT =
      HttpSettings.of("appc/1.2")
          .withTimes(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20))
          .withAddresses(new AddressPolicy(true));

  private static TestServer plain(HttpHandler handler) {
    return new TestServer(Optional.empty(), handler);
  }

  private static WebRequest request(String scheme, String host, int port, String target) {
    return WebRequest.of(URI.create(scheme + "://" + host + ":" + port + target));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void assertFails(WebException.Kind kind, String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(WebException.class))
        .satisfies(e -> assertThat(e.kind()).as(e.reason()).isEqualTo(kind))
        .satisfies(e -> assertThat(e.reason()).contains(reason));
  }

  @Test
  void whatTheServerSaysIsHandedOn() throws IOException {
    try (TestServer server =
            plain(
                exchange -> {
                  exchange.getResponseHeaders().add("ETag", "\"x\"");
                  send(exchange, 418, "tea");
                });
        HttpWeb web = new HttpWeb(LENIENT, LOOPBACK);
        Reply reply = web.get(request("http", "example.com", server.port(), "/a?b"))) {
      assertThat(reply.status()).isEqualTo(418);
      assertThat(reply.header("etag")).contains("\"x\"");
      assertThat(reply.body().readAllBytes()).asString().isEqualTo("tea");
    }
  }

  @Test
  void onlyWhatIsNeededIsSent() throws IOException {
    Map<String, List<String>> sent = new TreeMap<>();
    try (TestServer server =
            plain(
                exchange -> {
                  sent.putAll(exchange.getRequestHeaders());
                  exchange.getResponseHeaders().add("Set-Cookie", "a=b");
                  send(exchange, 200, "");
                });
        HttpWeb web = new HttpWeb(LENIENT, LOOPBACK)) {
      WebRequest request = request("http", "example.com", server.port(), "/");
      web.get(request).close();
      web.get(new WebRequest(request.url(), new TreeMap<>(Map.of("range", "bytes=1-")))).close();
    }

    assertThat(sent.keySet())
        .containsExactlyInAnyOrder("Accept-encoding", "Connection", "Host", "Range", "User-agent");
    assertThat(sent).containsEntry("User-agent", List.of("appc/1.2"));
  }

  @Test
  void redirectsAreNotFollowed() throws IOException {
    List<String> asked = new ArrayList<>();
    try (TestServer server =
            plain(
                exchange -> {
                  asked.add(exchange.getRequestURI().toString());
                  exchange.getResponseHeaders().add("Location", "/b");
                  send(exchange, 302, "");
                });
        HttpWeb web = new HttpWeb(LENIENT, LOOPBACK);
        Reply reply = web.get(request("http", "example.com", server.port(), "/a"))) {
      assertThat(reply.status()).isEqualTo(302);
    }

    assertThat(asked).containsExactly("/a");
  }

  @Test
  void anEndlessBodyCanBeLeft() throws IOException {
    try (TestServer server =
            plain(
                exchange -> {
                  exchange.sendResponseHeaders(200, 0);
                  try (OutputStream out = exchange.getResponseBody()) {
                    while (!Thread.currentThread().isInterrupted()) {
                      out.write(new byte[8192]);
                    }
                  }
                });
        HttpWeb web = new HttpWeb(LENIENT, LOOPBACK)) {
      for (int i = 0; i < 3; i++) {
        try (Reply reply = web.get(request("http", "example.com", server.port(), "/"))) {
          assertThat(reply.body().readNBytes(100_000)).hasSize(100_000);
        }
      }
    }
  }

  @Test
  void aSilentServerIsLeft() {
    CountDownLatch end = new CountDownLatch(1);
    HttpSettings hasty =
        LENIENT.withTimes(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(20));
    try (TestServer server = plain(exchange -> await(end));
        HttpWeb web = new HttpWeb(hasty, LOOPBACK)) {
      assertFails(
          WebException.Kind.TIMEOUT,
          "does not answer in time",
          () -> web.get(request("http", "example.com", server.port(), "/")));
    } finally {
      end.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"})
  void aServerThatDripsIsLeft(String before) throws IOException {
    HttpSettings hasty =
        LENIENT.withTimes(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(700));
    try (DrippingServer server = new DrippingServer(before);
        HttpWeb web = new HttpWeb(hasty, LOOPBACK)) {
      assertFails(
          WebException.Kind.TIMEOUT,
          "takes longer than 700 ms",
          () -> {
            try (Reply reply = web.get(request("http", "example.com", server.port(), "/"))) {
              reply.body().readAllBytes();
            }
          });
    }
  }

  @Test
  void aBodyThatBreaksOffIsNoBody() {
    try (TestServer server =
            plain(
                exchange -> {
                  exchange.sendResponseHeaders(200, 1000);
                  exchange.getResponseBody().write(1);
                  exchange.getResponseBody().flush();
                  exchange.close();
                });
        HttpWeb web = new HttpWeb(LENIENT, LOOPBACK)) {
      assertFails(
          WebException.Kind.CONNECTION,
          "broke off",
          () -> {
            try (Reply reply = web.get(request("http", "example.com", server.port(), "/"))) {
              reply.body().readAllBytes();
            }
          });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK\\r\\nX: {long}\\r\\n\\r\\n | PROTOCOL",
        "HTTP/1.1 200 OK\\r\\n{many}\\r\\n | PROTOCOL",
        "220 mail.example.com ESMTP\\r\\n\\r\\n | CONNECTION",
        "{nothing} | CONNECTION",
      })
  void whatIsNoHttpIsSaid(String text, WebException.Kind kind) throws IOException {
    String answer =
        text.replace("\\r\\n", "\r\n")
            .replace("{long}", "x".repeat(100_000))
            .replace("{many}", "a: b\r\n".repeat(1000))
            .replace("{nothing}", "");
    try (DrippingServer server = DrippingServer.once(answer);
        HttpWeb web = new HttpWeb(LENIENT, LOOPBACK)) {
      assertFails(
          kind, "", () -> web.get(request("http", "example.com", server.port(), "/")).close());
    }
  }

  @Test
  void certificatesOfTrustedAuthoritiesAreAccepted() throws IOException, CertificateException {
    TestCertificate certificate = TestCertificate.forHosts("example.com", "127.0.0.1");
    try (TestServer server =
            new TestServer(Optional.of(certificate), exchange -> send(exchange, 200, "ok"));
        HttpWeb web =
            new HttpWeb(LENIENT.withAuthorities(Authorities.ofPem(certificate.pem())), LOOPBACK)) {
      for (String host : List.of("example.com", "127.0.0.1")) {
        try (Reply reply = web.get(request("https", host, server.port(), "/"))) {
          assertThat(reply.body().readAllBytes()).asString().isEqualTo("ok");
        }
      }
    }
  }

  @Test
  void otherCertificatesAreNot() throws IOException, CertificateException {
    TestCertificate certificate = TestCertificate.forHosts("other.example.com");
    TestCertificate expired = TestCertificate.expiredForHosts("example.com");
    try (TestServer server =
            new TestServer(Optional.of(certificate), exchange -> send(exchange, 200, "ok"));
        TestServer old =
            new TestServer(Optional.of(expired), exchange -> send(exchange, 200, "ok"));
        DrippingServer plain = DrippingServer.once("HTTP/1.1 400 Bad Request\r\n\r\n");
        HttpWeb trusting =
            new HttpWeb(LENIENT.withAuthorities(Authorities.ofPem(certificate.pem())), LOOPBACK);
        HttpWeb trustingTheOld =
            new HttpWeb(LENIENT.withAuthorities(Authorities.ofPem(expired.pem())), LOOPBACK);
        HttpWeb usual = new HttpWeb(LENIENT, LOOPBACK)) {
      assertFails(
          WebException.Kind.TLS,
          "is for another host",
          () -> trusting.get(request("https", "example.com", server.port(), "/")));
      assertFails(
          WebException.Kind.TLS,
          "no authority that is trusted",
          () -> usual.get(request("https", "other.example.com", server.port(), "/")));
      assertFails(
          WebException.Kind.TLS,
          "is expired",
          () -> trustingTheOld.get(request("https", "example.com", old.port(), "/")));
      assertFails(
          WebException.Kind.TLS,
          "no secure connection",
          () -> usual.get(request("https", "example.com", plain.port(), "/")));
    }
  }

  @Test
  void aFileWithoutCertificatesIsRefused() {
    assertThatThrownBy(() -> Authorities.ofPem("text".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> Authorities.ofPem(new byte[0]))
        .isInstanceOf(CertificateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "169.254.169.254", "10.0.0.1", "[::ffff:10.0.0.1]"})
  void forbiddenAddressesAreNotAskedAsText(String host) {
    List<String> asked = new ArrayList<>();
    try (TestServer server = plain(exchange -> asked.add("asked"));
        HttpWeb web = new HttpWeb(HttpSettings.of("appc"))) {
      assertFails(
          WebException.Kind.FORBIDDEN_ADDRESS,
          "the address ",
          () -> web.get(request("http", host, server.port(), "/")));
    }

    assertThat(asked).isEmpty();
  }

  @Test
  void aHostIsLookedUpOnceAndWhatWasCheckedIsAsked() throws IOException {
    List<InetAddress> answers =
        new ArrayList<>(
            List.of(InetAddress.getByName("10.0.0.1"), InetAddress.getByName("10.0.0.2")));
    List<String> lookups = new ArrayList<>();
    HostLookup rebinding =
        host -> {
          lookups.add(host);
          return List.of(answers.remove(0));
        };
    try (HttpWeb web = new HttpWeb(HttpSettings.of("appc"), rebinding)) {
      assertFails(
          WebException.Kind.FORBIDDEN_ADDRESS,
          "example.com has the address 10.0.0.1, which is private",
          () -> web.get(request("http", "example.com", 80, "/")));
    }

    assertThat(lookups).containsExactly("example.com");
  }

  @Test
  void ofSeveralAddressesThePublicOnesAreAsked() throws UnknownHostException {
    InetAddress secret = InetAddress.getByName("10.0.0.1");
    InetAddress open = InetAddress.getByName("1.1.1.1");

    InetAddress[] addresses =
        new PublicAddresses(host -> List.of(secret, open), new AddressPolicy(false))
            .resolve("example.com");

    assertThat(addresses).containsExactly(open);
  }

  @Test
  void aHostWithoutAddressIsSaid() {
    HostLookup nobody =
        host -> {
          throw new UnknownHostException(host);
        };
    try (HttpWeb web = new HttpWeb(LENIENT, nobody)) {
      assertFails(
          WebException.Kind.UNKNOWN_HOST,
          "the host has no address",
          () -> web.get(request("http", "example.com", 80, "/")));
    }
  }

  @Test
  void aServerThatTakesNoConnectionIsSaid() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (HttpWeb web = new HttpWeb(LENIENT, LOOPBACK)) {
      assertFails(
          WebException.Kind.CONNECTION,
          "takes no connection",
          () -> web.get(request("http", "example.com", port, "/")));
    }
  }

  @Test
  void plainRequestsGoThroughTheirProxyWithoutLookingUpTheHost()
      throws IOException, MalformedProxyException {
    List<String> asked = new ArrayList<>();
    List<String> lookups = new ArrayList<>();
    try (TestServer proxy =
            plain(
                exchange -> {
                  asked.add(exchange.getRequestURI().toString());
                  send(exchange, 200, "");
                });
        HttpWeb web =
            new HttpWeb(
                HttpSettings.of("appc")
                    .withProxies(
                        Proxies.of(Map.of("HTTP_PROXY", "http://proxy.test:" + proxy.port()))),
                host -> {
                  lookups.add(host);
                  return List.of(InetAddress.getLoopbackAddress());
                })) {
      web.get(WebRequest.of(URI.create("http://example.com/a"))).close();
    }

    assertThat(asked).containsExactly("http://example.com/a");
    assertThat(lookups).containsExactly("proxy.test");
  }

  @Test
  void secureRequestsAskTheirProxyForATunnel() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpWeb web =
            new HttpWeb(
                HttpSettings.of("appc")
                    .withProxies(
                        Proxies.of(
                            Map.of("HTTPS_PROXY", "http://proxy.test:" + proxy.getLocalPort()))),
                LOOPBACK)) {
      CompletableFuture<String> first =
          CompletableFuture.supplyAsync(
              () -> {
                try (Socket socket = proxy.accept()) {
                  return new String(
                      socket.getInputStream().readNBytes(28), StandardCharsets.US_ASCII);
                } catch (IOException e) {
                  return e.toString();
                }
              });
      assertThatThrownBy(() -> web.get(WebRequest.of(URI.create("https://example.com/a"))))
          .isInstanceOf(WebException.class);
      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("CONNECT example.com:443 HTTP");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 403, 503})
  void whatAProxyAnswersIsNotTakenForAnAnswerOfTheServer(int status) throws Exception {
    String answer = "HTTP/1.1 " + status + " No\r\nLocation: https://example.org/\r\n";
    try (DrippingServer proxy = DrippingServer.once(answer + "Content-Length: 0\r\n\r\n");
        HttpWeb web =
            new HttpWeb(
                HttpSettings.of("appc")
                    .withProxies(
                        Proxies.of(Map.of("HTTPS_PROXY", "http://proxy.test:" + proxy.port()))),
                LOOPBACK)) {
      assertFails(
          WebException.Kind.CONNECTION,
          "the proxy makes no connection, and answers with status " + status,
          () -> web.get(WebRequest.of(URI.create("https://example.com/a"))));
    }
  }

  @Test
  void aForbiddenAddressAsTextIsRefusedBeforeTheProxy() throws MalformedProxyException {
    try (HttpWeb web =
        new HttpWeb(
            HttpSettings.of("appc").withProxies(Proxies.of(Map.of("HTTP_PROXY", "http://p:1"))))) {
      assertFails(
          WebException.Kind.FORBIDDEN_ADDRESS,
          "",
          () -> web.get(WebRequest.of(URI.create("http://127.0.0.1/"))));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A server that sends a byte from time to time, or one text. */
  private static final class DrippingServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket();
    private final Thread thread;

    DrippingServer(String before) throws IOException {
      this(before, true);
    }

    static DrippingServer once(String text) throws IOException {
      return new DrippingServer(text, false);
    }

    private DrippingServer(String text, boolean drips) throws IOException {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      thread = new Thread(() -> serve(text, drips));
      thread.start();
    }

    private void serve(String text, boolean drips) {
      CountDownLatch never = new CountDownLatch(1);
      while (!server.isClosed()) {
        try (Socket socket = server.accept()) {
          socket.getInputStream().read(new byte[4096]);
          OutputStream out = socket.getOutputStream();
          out.write(text.getBytes(StandardCharsets.US_ASCII));
          out.flush();
          while (drips && !never.await(20, TimeUnit.MILLISECONDS)) {
            out.write(text.isEmpty() ? "HTTP".charAt(0) : 'x');
            out.flush();
          }
        } catch (IOException e) {
          // The client has left, which is what it should do.
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      server.close();
      thread.interrupt();
    }
  }
}
