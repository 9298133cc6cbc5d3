package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.appc;
import static org.appctoolkit.cli.Run.appcOn;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.appctoolkit.spec.Schemas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code appc discover} and {@code appc validate --discovery-page}, against loopback servers. */
class DiscoverTest {
  private static final String PAGE =
      """
      <meta name="ac-discovery" content="localhost https://e.org/{name}-{version}.{ext}">
      <meta name="ac-discovery" content="localhost ftp://e.org/{name}.{ext}">
      <meta name="ac-discovery-pubkeys" content="localhost https://e.org/keys.gpg">
      """;

  private static final String RIGHT_PAGE =
      """
      <meta name="ac-discovery" content="example.org https://example.org/{name}.{ext}">
      <meta name="ac-discovery-pubkeys" content="example.org https://example.org/keys.gpg">
      """;

  /** The files of a certificate: the keys of the server, and what its clients trust. */
  private record Certificate(String keys, String pem) {}

  private static Certificate certificate = new Certificate("", "");

  private final Map<String, String> pages = new TreeMap<>();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server = HttpServer.create();
  private int status = 404;

  DiscoverTest() throws IOException {}

  @BeforeAll
  static void makeACertificate(@TempDir Path folder) throws IOException, InterruptedException {
    Path keys = folder.resolve("keys.p12");
    Path pem = folder.resolve("ca.pem");
    keytool("-genkeypair", "-keystore", keys, "-keyalg", "EC", "-ext", "san=dns:localhost");
    keytool("-exportcert", "-rfc", "-keystore", keys, "-file", pem);
    certificate = new Certificate(keys.toString(), pem.toString());
  }

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    HttpsServer secure = HttpsServer.create(anyPort(), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(context(Path.of(certificate.keys()))));
    server = secure;
    server.createContext("/", this::answer);
    server.start();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString();
    asked.add(target);
    String page = pages.get(target);
    byte[] bytes = (page == null ? "" : page).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(page == null ? status : 200, page == null ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String pem() {
    return certificate.pem();
  }

  private String port() {
    return Integer.toString(server.getAddress().getPort());
  }

  private Run discover(String... arguments) {
    List<Object> all =
        new ArrayList<>(
            List.of("discover", "--allow-private-addresses", "--port", port(), "--ca-file", pem()));
    all.addAll(List.of(arguments));
    return appc(all.toArray());
  }

  @Test
  void urlsArePrintedOneALine() {
    pages.put("/worker?ac-discovery=1", PAGE);

    Run run = discover("localhost/worker:1.0.0");

    assertThat(run)
        .isEqualTo(
            new Run(
                0,
                """
                image      https://e.org/localhost/worker-1.0.0.aci
                signature  https://e.org/localhost/worker-1.0.0.aci.asc
                image      ftp://e.org/localhost/worker.aci (appc cannot fetch it)
                signature  ftp://e.org/localhost/worker.aci.asc (appc cannot fetch it)
                keys       https://e.org/keys.gpg
                """,
                ""));
  }

  @Test
  void everyRequestIsToldIfWanted() {
    pages.put("/?ac-discovery=1", PAGE);

    Run run = discover("localhost/worker", "-v");

    assertThat(run.out())
        .contains(
            "GET https://localhost:"
                + port()
                + "/worker?ac-discovery=1\n  404: no page; its parent",
            "GET https://localhost:" + port() + "?ac-discovery=1\n  200: a page with templates",
            "  1:13: ac-discovery -> https://e.org/localhost/worker-latest.aci\n",
            "\nimage      https://e.org/localhost/worker-latest.aci\n");
  }

  @Test
  void whenNothingIsFoundTheRequestsAndTheReasonAreTold() {
    Run run = discover("localhost/worker");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("GET https://localhost:", "  404: no page")
        .contains("appc: no page leads to \"localhost/worker\" [name-leads-to-a-page]; ");
  }

  @Test
  void labelsComeFromTheNameOrAnOption() {
    pages.put(
        "/worker?ac-discovery=1",
        "<meta name=ac-discovery content='localhost https://e.org/{os}/{channel}/{name}.{ext}'>");

    Run without = discover("localhost/worker,os=linux");
    Run with = discover("localhost/worker,os=linux", "--label", "channel=beta");

    assertThat(without.status()).isEqualTo(1);
    assertThat(without.err())
        .contains("labels that were not given: channel [template-labels-are-given]; give them");
    assertThat(with.out()).startsWith("image      https://e.org/linux/beta/localhost/worker.aci\n");
  }

  @Test
  void aServerInTroubleIsStatus3() {
    status = 503;

    Run run = discover("localhost/worker");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("the server answers with status 503");
  }

  @ParameterizedTest
  @CsvSource({
    "--max-page-bytes, 10, discovery-page-length-is-limited",
    "--max-requests, 1, discovery-request-count-is-limited",
  })
  void aLimitIsStatus4(String option, String value, String clause) {
    pages.put("/worker?ac-discovery=1", PAGE);

    Run run = discover("localhost/worker", option, value);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("[" + clause + "]");
  }

  @Test
  void simpleDiscoveryComesFirstAtOldVersions() {
    pages.put("/worker-1-linux-amd64.aci", "image");

    Run run = discover("localhost/worker:1,os=linux,arch=amd64", "--spec-version", "0.7.4");

    assertThat(run.out())
        .isEqualTo(
            """
            image      https://localhost:PORT/worker-1-linux-amd64.aci
            signature  https://localhost:PORT/worker-1-linux-amd64.aci.asc
            """
                .replace("PORT", port()));
    assertThat(asked).containsExactly("/worker-1-linux-amd64.aci");
  }

  @Test
  void privateAddressesAreNotAsked() {
    pages.put("/worker?ac-discovery=1", PAGE);

    Run run = appc("discover", "--port", port(), "localhost/worker");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("which is one of this machine [private-addresses-are-not-asked]");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "discover | missing required parameter",
        "discover https://example.com/a | has a colon that is not before a version",
        "discover example.com/a b | one argument too many: b",
        "discover example.com/a --label os | --label: write NAME=VALUE, not os",
        "discover example.com/a,os=x --label os=y | the label os is given twice",
        "discover example.com/a --label OS=y | is no name of a label",
        "discover example.com/a --port 0 | --port: 0 is not a whole number from 1 to 65535",
        "discover example.com/a --ca-file /nonexistent | /nonexistent: no such file",
        "validate --discovery-page x | name the image that the page is to lead to",
        "validate --discovery-page x a b | a page is judged for one name, not for 2",
        "validate --discovery-page x A | \"A\" is no name of an image",
        "validate --discovered-as A x | --discovered-as: \"A\" is no name of an image",
      })
  void wrongUseIsSaid(String arguments, String message) {
    Run run = appc((Object[]) arguments.split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @Test
  void aProxyThatIsNoneIsWrongUse() {
    StringWriter err = new StringWriter();

    int code =
        new Main(Map.of("HTTPS_PROXY", "socks5://p"), false)
            .run(
                InputStream.nullInputStream(),
                new StringWriter(),
                err,
                "discover",
                "example.com/worker");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("HTTPS_PROXY is no proxy of the form");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost/worker", "localhost/none"})
  void theJsonFollowsItsSchema(String name) {
    pages.put("/worker?ac-discovery=1", PAGE);
    status = 500;

    Run run = discover(name, "--json");

    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Schemas.discovery())
                .validate(run.out(), InputFormat.JSON))
        .isEmpty();
    assertThat(run.out()).contains("\"steps\"");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void onlyTheAuthoritiesOfTheFileAreTrusted() {
    pages.put("/worker?ac-discovery=1", PAGE);

    Run run = appc("discover", "--allow-private-addresses", "--port", port(), "localhost/worker");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("of no authority that is trusted");
    assertThat(asked).isEmpty();
  }

  @Test
  void plainHttpWillDoIfItIsAllowed() throws IOException {
    HttpServer plain = HttpServer.create(anyPort(), 0);
    plain.createContext("/", this::answer);
    plain.start();
    pages.put("/worker?ac-discovery=1", PAGE);
    String port = Integer.toString(plain.getAddress().getPort());

    try {
      Run run =
          appc(
              "discover",
              "--allow-private-addresses",
              "--insecure-http",
              "--silence-seconds",
              "1",
              "--port",
              port,
              "localhost/worker",
              "-v");

      assertThat(run.status()).isEqualTo(0);
      assertThat(run.out())
          .contains("GET https://localhost:" + port, "GET http://localhost:" + port);
    } finally {
      plain.stop(0);
    }
  }

  private static void keytool(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    command.addAll(List.of("-alias", "a", "-storepass", "secret"));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-dname", "CN=test"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static SSLContext context(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, "secret".toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void aPageOfAFileIsJudged(@TempDir Path folder) throws IOException {
    Path page = Files.writeString(folder.resolve("page.html"), RIGHT_PAGE);

    Run right = appc("validate", "--discovery-page", page, "example.org/worker");
    Run wrong = appc("validate", "--discovery-page", page, "example.com/worker");

    assertThat(right).isEqualTo(new Run(0, "1 file: 0 errors, 0 warnings, 0 infos\n", ""));
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.out())
        .startsWith(page + ": discovery page, rules of 0.8.11\n\n" + page + ":1:36: error: ")
        .contains(
            "\"example.org\" is not a prefix of \"example.com/worker\""
                + " [discovery-page-speaks-for-the-name]\n",
            "  1 | <meta name=\"ac-discovery\" content=\"example.org https",
            "    = MUST by convention: docs/conventions.md#requests\n");
  }

  @Test
  void thePageMayComeFromStandardInput() {
    Run run =
        appcOn(RIGHT_PAGE, "validate", "--discovery-page", "-", "example.com/worker", "--quiet");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).startsWith("<stdin>: discovery page");
  }

  @Test
  void aPageOfTheWebIsJudged() {
    pages.put("/worker?ac-discovery=1", PAGE);
    String url = "https://localhost:" + port() + "/worker?ac-discovery=1";

    Run run =
        appc(
            "validate",
            "--ca-file",
            pem(),
            "--allow-private-addresses",
            "--discovery-page",
            url,
            "localhost/worker");
    Run without =
        appc("validate", "--discovery-page", url.replace("https", "http"), "localhost/worker");
    Run missing =
        appc(
            "validate",
            "--ca-file",
            pem(),
            "--allow-private-addresses",
            "--discovery-page",
            url + "1",
            "localhost/worker");

    assertThat(run).isEqualTo(new Run(0, "1 file: 0 errors, 0 warnings, 0 infos\n", ""));
    assertThat(without.status()).isEqualTo(3);
    assertThat(without.err()).contains("clients ask by https; --insecure-http allows http");
    assertThat(missing.status()).isEqualTo(3);
    assertThat(missing.err()).contains("the server answers with status 404");
  }

  @Test
  void aPageThatIsTooLongIsStatus4() {
    Run run =
        appcOn(
            RIGHT_PAGE,
            "validate",
            "--discovery-page",
            "-",
            "--max-document-bytes",
            "20",
            "example.org/w");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).contains("[discovery-page-length-is-limited]");
  }

  @Test
  void rulesOfPagesCanBeTurnedOffLikeAllOthers() {
    Run run =
        appcOn(
            RIGHT_PAGE,
            "validate",
            "--discovery-page",
            "-",
            "example.com/worker",
            "--rule",
            "discovery-page-speaks-for-the-name=off");

    assertThat(run.status()).isEqualTo(0);
  }

  @Test
  void theJsonReportOfAPageFollowsItsSchema() {
    Run run =
        appcOn(
            RIGHT_PAGE,
            "validate",
            "--discovery-page",
            "-",
            "example.com/worker",
            "--format",
            "json");

    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Schemas.findings())
                .validate(run.out(), InputFormat.JSON))
        .isEmpty();
    assertThat(run.out()).contains("\"kind\": \"discovery-page\"", "\"line\": 1");
  }

  @Test
  void anImageThatWasDiscoveredHasTheNameItWasDiscoveredBy() {
    Run same = appcOn(Run.RIGHT, "validate", "-", "--discovered-as", "example.org/worker");
    Run other = appcOn(Run.RIGHT, "validate", "-", "--discovered-as", "example.org/walker:1");

    assertThat(same.status()).isEqualTo(0);
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.out())
        .contains("[image-name-matches-discovery]", "[image-labels-match-discovery]");
  }
}
