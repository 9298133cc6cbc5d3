package org.appctoolkit.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.appctoolkit.discovery.DiscoveryCase;
import org.appctoolkit.discovery.Web;
import org.appctoolkit.discovery.WebException;
import org.appctoolkit.discovery.WebRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fixture of discovery, served on the loopback interface, with TLS and without. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServedCasesTest {
  private final Map<String, DiscoveryCase.Answer> script = new ConcurrentHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final TestCertificate certificate =
      TestCertificate.forHosts("example.com", "*.example.com");
  private final TestServer secure =
      new TestServer(Optional.of(certificate), exchange -> answer("https", exchange));
  private final TestServer plain =
      new TestServer(Optional.empty(), exchange -> answer("http", exchange));
  private int closedPort;

  static List<DiscoveryCase> cases() {
    return DiscoveryCase.all();
  }

  @BeforeAll
  void findAPortWhereNobodyListens() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      closedPort = socket.getLocalPort();
    }
  }

  @AfterAll
  void stop() {
    end.countDown();
    secure.close();
    plain.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void servedForRealTheSameIsDiscovered(DiscoveryCase example) throws CertificateException {
    script.clear();
    script.putAll(example.answers());
    HttpSettings settings =
        HttpSettings.of("appc/test")
            .withTimes(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(20))
            .withAuthorities(Authorities.ofPem(certificate.pem()));

    try (HttpWeb strict = new HttpWeb(settings, this::scripted);
        HttpWeb lenient =
            new HttpWeb(
                settings.withAddresses(new AddressPolicy(true)),
                host -> List.of(InetAddress.getLoopbackAddress()))) {
      Web web =
          request -> {
            Optional<DiscoveryCase.Answer> answer = find(request.url());
            if (answer.flatMap(DiscoveryCase.Answer::fails).orElse(null)
                == WebException.Kind.UNKNOWN_HOST) {
              return strict.get(request);
            }
            boolean isPrivate =
                answer
                    .flatMap(DiscoveryCase.Answer::address)
                    .filter(it -> !it.startsWith("93."))
                    .isPresent();
            return (isPrivate ? strict : lenient)
                .get(new WebRequest(moved(request.url(), answer), request.headers()));
          };

      assertThat(example.discoveredIn(web)).isEqualTo(example.expectedOfDiscovery());
    }
  }

  private Optional<DiscoveryCase.Answer> find(URI url) {
    return Optional.ofNullable(script.get(url.toString()));
  }

  /** The same at the port where it is served. */
  private URI moved(URI url, Optional<DiscoveryCase.Answer> answer) {
    Optional<WebException.Kind> fails = answer.flatMap(DiscoveryCase.Answer::fails);
    int port = WebRequest.isSecure(url) ? secure.port() : plain.port();
    if (fails.isPresent() && fails.get() == WebException.Kind.TLS) {
      port = plain.port();
    } else if (fails.isPresent() && fails.get() == WebException.Kind.CONNECTION) {
      port = closedPort;
    }
    String origin = url.getScheme() + "://" + url.getHost();
    return URI.create(origin + ":" + port + url.toString().substring(origin.length()));
  }

  private List<InetAddress> scripted(String host) throws UnknownHostException {
    for (Map.Entry<String, DiscoveryCase.Answer> entry : script.entrySet()) {
      if (URI.create(entry.getKey()).getHost().equals(host)
          && entry.getValue().address().isPresent()) {
        return List.of(InetAddress.getByName(entry.getValue().address().get()));
      }
    }
    throw new UnknownHostException(host);
  }

  private void answer(String scheme, HttpExchange exchange) throws IOException {
    String host = exchange.getRequestHeaders().getFirst("Host").replaceFirst(":[0-9]+$", "");
    String target = exchange.getRequestURI().toString();
    // A URL without a path and one with a slash are the same to a server.
    DiscoveryCase.Answer answer =
        Optional.ofNullable(script.get(scheme + "://" + host + target))
            .or(
                () ->
                    Optional.ofNullable(
                        script.get(scheme + "://" + host + target.replaceFirst("^/", ""))))
            .orElse(
                new DiscoveryCase.Answer(404, Map.of(), "", Optional.empty(), Optional.empty()));
    if (answer.fails().isPresent()) {
      waitForTheEnd();
      exchange.close();
      return;
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    boolean noBody = answer.status() == 204 || answer.status() == 304 || body.length == 0;
    exchange.sendResponseHeaders(answer.status(), noBody ? -1 : body.length);
    if (!noBody) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private void waitForTheEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
