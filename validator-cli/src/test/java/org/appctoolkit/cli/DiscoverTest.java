package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.appc;
import static org.appctoolkit.cli.Run.appcOn;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.appctoolkit.spec.Schemas;
import org.junit.jupiter.api.AfterEach;
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

  private final Site site = Site.secure();
  @TempDir private Path folder = Path.of("");

  @AfterEach
  void stop() {
    site.close();
  }

  private String pem() {
    return Site.authority(folder).toString();
  }

  private Run discover(String... arguments) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "discover",
                "--allow-private-addresses",
                "--port",
                site.port(),
                "--ca-file",
                pem()));
    all.addAll(List.of(arguments));
    return appc(all.toArray());
  }

  @Test
  void urlsArePrintedOneALine() {
    site.put("/worker?ac-discovery=1", PAGE);

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
    site.put("/?ac-discovery=1", PAGE);

    Run run = discover("localhost/worker", "-v");

    assertThat(run.out())
        .contains(
            "GET https://localhost:"
                + site.port()
                + "/worker?ac-discovery=1\n  404: no page; its parent",
            "GET https://localhost:"
                + site.port()
                + "?ac-discovery=1\n  200: a page with templates",
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
    site.put(
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
    site.answerWhatIsMissingWith(503);

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
    site.put("/worker?ac-discovery=1", PAGE);

    Run run = discover("localhost/worker/deep", option, value);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("[" + clause + "]");
  }

  @Test
  void simpleDiscoveryComesFirstAtOldVersions() {
    site.put("/worker-1-linux-amd64.aci", "image");

    Run run = discover("localhost/worker:1,os=linux,arch=amd64", "--spec-version", "0.7.4");

    assertThat(run.out())
        .isEqualTo(
            """
            image      https://localhost:PORT/worker-1-linux-amd64.aci
            signature  https://localhost:PORT/worker-1-linux-amd64.aci.asc
            """
                .replace("PORT", site.port()));
    assertThat(site.asked()).containsExactly("/worker-1-linux-amd64.aci");
  }

  @Test
  void privateAddressesAreNotAsked() {
    site.put("/worker?ac-discovery=1", PAGE);

    Run run = appc("discover", "--port", site.port(), "localhost/worker");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("which is one of this machine [private-addresses-are-not-asked]");
    assertThat(site.asked()).isEmpty();
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
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int code =
        new Main(Map.of("HTTPS_PROXY", "socks5://p"), false, false)
            .run(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                err,
                "discover",
                "example.com/worker");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("the proxy of HTTPS_PROXY is not of the form");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost/worker", "localhost/none"})
  void theJsonFollowsItsSchema(String name) {
    site.put("/worker?ac-discovery=1", PAGE);
    site.answerWhatIsMissingWith(500);

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
    site.put("/worker?ac-discovery=1", PAGE);

    Run run =
        appc("discover", "--allow-private-addresses", "--port", site.port(), "localhost/worker");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("of no authority that is trusted");
    assertThat(site.asked()).isEmpty();
  }

  @Test
  void plainHttpWillDoIfItIsAllowed() {
    try (Site plain = Site.plain()) {
      plain.put("/worker?ac-discovery=1", PAGE);

      Run run =
          appc(
              "discover",
              "--allow-private-addresses",
              "--insecure-http",
              "--silence-seconds",
              "1",
              "--port",
              plain.port(),
              "localhost/worker",
              "-v");

      assertThat(run.status()).isEqualTo(0);
      assertThat(run.out())
          .contains(
              "GET https://localhost:" + plain.port(), "GET http://localhost:" + plain.port());
    }
  }

  @Test
  void aPageOfAFileIsJudged() throws IOException {
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
    site.put("/worker?ac-discovery=1", PAGE);
    String url = "https://localhost:" + site.port() + "/worker?ac-discovery=1";

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
