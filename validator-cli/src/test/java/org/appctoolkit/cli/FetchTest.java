package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.appc;
import static org.appctoolkit.cli.Run.appcAtATerminal;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.openpgp.PGPException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code appc fetch}, from a site on the loopback interface. */
class FetchTest {
  private static final String SKIP = "--insecure-skip-verify";

  private final Site site = Site.secure();
  @TempDir private Path folder = Path.of("");
  private Path keyring = Path.of("");

  @BeforeEach
  void publishAPage() throws IOException, PGPException {
    keyring = folder.resolve("keys.pgp");
    SigningKey.write(folder.resolve("secret.pgp"), keyring, 0);
    Path passphrase = Files.writeString(folder.resolve("passphrase"), "sesame\n");
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
    site.put("/keys.pgp", Files.readAllBytes(keyring));
    page("/images/{name}-{version}.{ext}");
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private String origin() {
    return "https://localhost:" + site.port();
  }

  private void page(String... templates) {
    StringBuilder page = new StringBuilder();
    for (String template : templates) {
      page.append("<meta name=ac-discovery content='localhost %s'>".formatted(origin() + template));
    }
    page.append(
        "<meta name=ac-discovery-pubkeys content='localhost %s/keys.pgp'>".formatted(origin()));
    site.put("/?ac-discovery=1", page.toString());
  }

  /** Builds and signs an image, and puts it where the template says. */
  private Path publish(String name, String more) throws IOException {
    return publish(name, "latest", more);
  }

  private Path publish(String name, String version, String more) throws IOException {
    Path archive = image(name, more);
    String target = "/images/localhost/" + name + "-" + version + ".aci";
    site.put(target, Files.readAllBytes(archive));
    site.put(
        target + ".asc",
        Files.readAllBytes(archive.resolveSibling(archive.getFileName() + ".asc")));
    return archive;
  }

  private Path image(String name, String more) throws IOException {
    Path layout = folder.resolve("layout-" + name);
    Files.createDirectories(layout.resolve("rootfs"));
    byte[] content = new byte[200_000];
    new Random(name.hashCode()).nextBytes(content);
    Files.write(layout.resolve("rootfs").resolve("content"), content);
    Files.writeString(
        layout.resolve("manifest"),
        """
        { "acKind": "ImageManifest", "acVersion": "0.8.11", "name": "localhost/%s"%s }
        """
            .formatted(name, more));
    Path archive = folder.resolve(name + ".aci");
    Run built = appc("image", "build", layout, archive, "--overwrite");
    assertThat(built.status()).as(built.err()).isZero();
    Run signed =
        appc(
            "image",
            "sign",
            archive,
            "--key",
            folder.resolve("secret.pgp"),
            "--passphrase-file",
            folder.resolve("passphrase"),
            "--overwrite");
    assertThat(signed.status()).as(signed.err()).isZero();
    return archive;
  }

  private static String dependency(String name, String more) {
    return ", \"dependencies\": [{ \"imageName\": \"localhost/%s\"%s }]".formatted(name, more);
  }

  private List<Object> arguments(Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "fetch",
                "--store",
                folder.resolve("store"),
                "--allow-private-addresses",
                "--port",
                site.port(),
                "--ca-file",
                Site.authority(folder)));
    all.addAll(List.of(more));
    return all;
  }

  private Run fetch(Object... more) {
    return appc(arguments(more).toArray());
  }

  private static String id(Path archive) {
    return appc("image", "id", archive).out();
  }

  private List<String> names() {
    return appc("store", "ls", "--store", folder.resolve("store"), "--format", "json")
        .out()
        .lines()
        .filter(line -> line.contains("\"name\": \"localhost"))
        .map(line -> line.replaceAll(".*localhost/([a-z]+).*", "$1"))
        .toList();
  }

  private List<Path> leftovers() throws IOException {
    Path downloads = folder.resolve("store/downloads");
    if (!Files.exists(downloads)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(downloads)) {
      return files.toList();
    }
  }

  @Test
  void aSignedImageIsFetchedByItsName() throws IOException {
    Path archive = publish("worker", "");

    Run run = fetch("--keyring", keyring, "localhost/worker");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(id(archive));
    assertThat(run.err())
        .contains("appc: fetching " + origin(), "localhost/worker: good signature");
    assertThat(names()).containsExactly("worker");
    assertThat(leftovers()).isEmpty();
    assertThat(site.asked())
        .containsExactly(
            "/worker?ac-discovery=1",
            "/?ac-discovery=1",
            "/images/localhost/worker-latest.aci.asc",
            "/images/localhost/worker-latest.aci");
  }

  @Test
  void discoveredKeysCountIfThatIsSaid() throws IOException {
    publish("worker", "");

    Run run = fetch("--trust-discovered-keys", "localhost/worker");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(site.asked()).contains("/keys.pgp");
  }

  @Test
  void nothingIsFetchedUntilItIsSaidWhatIsTrusted() throws IOException {
    publish("worker", "");

    Run run = fetch("localhost/worker");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("say whose signatures you trust");
    assertThat(site.asked()).isEmpty();
  }

  @Test
  void withoutVerificationNoSignatureIsFetched() throws IOException {
    publish("worker", "");

    Run run = fetch(SKIP, "localhost/worker");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(site.asked()).noneMatch(it -> it.endsWith(".asc"));
  }

  @Test
  void anotherArchiveThanWasSignedIsRefused() throws IOException {
    publish("worker", "");
    site.put("/images/localhost/worker-latest.aci", Files.readAllBytes(image("walker", "")));

    Run run = fetch("--keyring", keyring, "localhost/worker");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("bad signature by", "it has no good signature of a trusted key");
    assertThat(names()).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aSignatureOfAnUnknownKeyIsRefused() throws IOException, PGPException {
    publish("worker", "");
    Path others = folder.resolve("others.pgp");
    SigningKey.write(folder.resolve("others-secret.pgp"), others, 0);

    Run run = fetch("--keyring", others, "localhost/worker");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("which is not in the keyring");
    assertThat(names()).isEmpty();
  }

  @Test
  void withoutASignatureTheImageIsNotEvenAskedFor() throws IOException {
    site.put("/images/localhost/worker-latest.aci", Files.readAllBytes(image("worker", "")));

    Run run = fetch("--keyring", keyring, "localhost/worker");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("worker-latest.aci.asc: the server answers with status 404");
    assertThat(site.asked()).noneMatch(it -> it.endsWith(".aci"));
  }

  @Test
  void anImageOfAnotherNameIsRefused() throws IOException {
    site.put("/images/localhost/worker-latest.aci", Files.readAllBytes(image("walker", "")));

    Run run = fetch(SKIP, "localhost/worker");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "\"localhost/walker\", and not \"localhost/worker\" [image-name-matches-discovery]");
    assertThat(names()).isEmpty();
  }

  @Test
  void anImageWithAnotherLabelIsRefused() throws IOException {
    publish("worker", "1.0.0", ", \"labels\": [{ \"name\": \"version\", \"value\": \"0.9.0\" }]");

    Run run = fetch(SKIP, "localhost/worker:1.0.0");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "its label version is \"0.9.0\", and not \"1.0.0\" [image-labels-match-discovery]");
  }

  @Test
  void anImageWithTheLabelsIsTaken() throws IOException {
    publish(
        "worker",
        "1.0.0",
        ", \"labels\": [{ \"name\": \"version\", \"value\": \"1.0.0\" },"
            + " { \"name\": \"os\", \"value\": \"linux\" }]");

    assertThat(fetch(SKIP, "localhost/worker:1.0.0").status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"404, 1", "503, 3"})
  void whatIsNotThereIsSaid(int answer, int status) throws IOException {
    site.answerWhatIsMissingWith(answer);
    site.put(
        "/worker?ac-discovery=1",
        "<meta name=ac-discovery content='localhost " + origin() + "/{name}.{ext}'>");

    Run run = fetch(SKIP, "localhost/worker");

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).contains("the server answers with status " + answer);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aNameThatLeadsNowhereIsSaid() {
    Run run = fetch(SKIP, "elsewhere/worker", "localhost");

    assertThat(run.status()).isNotZero();
    assertThat(run.err()).contains("appc: elsewhere/worker: ", "appc: localhost: ");
  }

  @Test
  void aBrokenDownloadGoesOnWhereItWas() throws IOException {
    Path archive = publish("worker", "");
    site.breakOffAfter(70_000);
    Run broken = fetch(SKIP, "localhost/worker");
    assertThat(broken.status()).isEqualTo(3);
    assertThat(broken.err()).contains("the connection broke");
    assertThat(leftovers()).hasSize(2);
    site.breakOffNoMore();

    Run run = fetch("--keyring", keyring, "localhost/worker");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(id(archive));
    assertThat(site.asked())
        .last()
        .asString()
        .matches("/images/localhost/worker-latest\\.aci bytes=[1-9][0-9]*-");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aFileThatHasChangedMeanwhileIsDownloadedFromItsBeginning() throws IOException {
    publish("worker", "");
    site.breakOffAfter(70_000);
    fetch(SKIP, "localhost/worker");
    site.breakOffNoMore();
    site.tagFilesWith("\"2\"");
    Path archive = publish("worker", ", \"annotations\": []");

    Run run = fetch("--keyring", keyring, "localhost/worker");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(id(archive));
  }

  @Test
  void aWeakTagIsNotTrusted() throws IOException {
    site.tagFilesWith("W/\"1\"");
    publish("worker", "");
    site.breakOffAfter(70_000);
    fetch(SKIP, "localhost/worker");
    site.breakOffNoMore();

    Run run = fetch(SKIP, "localhost/worker");

    assertThat(run.status()).isZero();
    assertThat(site.asked()).noneMatch(it -> it.contains("bytes="));
  }

  @Test
  void anArchiveThatIsTooLongIsStatus4() throws IOException {
    publish("worker", "");

    Run run = fetch(SKIP, "--max-archive-bytes", "100K", "localhost/worker");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("it is longer than 102400 bytes");
    assertThat(names()).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    site.put("/images/localhost/worker-latest.aci", "<html>sorry</html>");

    Run run = fetch(SKIP, "localhost/worker");

    assertThat(run.status()).isEqualTo(1);
    assertThat(names()).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void dependenciesAreFetchedAsWell() throws IOException {
    publish("base", "");
    publish("middle", dependency("base", ""));
    publish("worker", dependency("middle", ""));

    Run run = fetch("--keyring", keyring, "localhost/worker");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(3);
    assertThat(names()).containsExactlyInAnyOrder("base", "middle", "worker");
  }

  @Test
  void dependenciesAreFetchedForTheImageThatWasAskedForOnly() throws IOException {
    publish("base", "");
    publish("worker", dependency("base", ""));
    fetch(SKIP, "localhost/worker");

    Run rm = appc("store", "ls", "--store", folder.resolve("store"), "--format", "json");

    assertThat(rm.out()).contains("\"requested\": false", "\"requested\": true");
  }

  @Test
  void aDependencyInTheStoreIsNotFetchedButWhatItLacksIs() throws IOException {
    publish("base", "");
    Path middle = publish("middle", dependency("base", ""));
    publish("worker", dependency("middle", ""));
    appc("store", "add", "--store", folder.resolve("store"), middle);

    Run run = fetch(SKIP, "localhost/worker");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(site.asked()).noneMatch(it -> it.contains("middle"));
    assertThat(names()).containsExactlyInAnyOrder("base", "middle", "worker");
  }

  @Test
  void dependenciesCanBeLeftOut() throws IOException {
    publish("worker", dependency("base", ""));

    Run run = fetch(SKIP, "--without-dependencies", "localhost/worker");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(names()).containsExactly("worker");
  }

  @Test
  void imagesThatDependOnOneAnotherAreFetchedOnce() throws IOException {
    publish("one", dependency("other", ""));
    publish("other", dependency("one", ""));

    Run run = fetch(SKIP, "localhost/one");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(site.asked().stream().filter(it -> it.endsWith(".aci"))).hasSize(2);
  }

  @Test
  void theSizeOfADependencyIsTheBoundOfItsDownload() throws IOException {
    Path base = publish("base", "");
    long size = Files.size(base);
    publish("long", dependency("base", ", \"size\": " + (size - 1)));
    publish("short", dependency("base", ", \"size\": " + (size + 1)));
    publish("right", dependency("base", ", \"size\": " + size));

    Run tooLong = fetch(SKIP, "localhost/long");
    Run tooShort = fetch(SKIP, "localhost/short");
    Run right = fetch(SKIP, "localhost/right");

    assertThat(tooLong.status()).isEqualTo(1);
    assertThat(tooLong.err()).contains("it is longer than " + (size - 1) + " bytes, as its");
    assertThat(tooShort.status()).isEqualTo(1);
    assertThat(tooShort.err()).contains("it has " + size + " bytes, and not the " + (size + 1));
    assertThat(right.status()).as(right.err()).isZero();
  }

  @Test
  void aDependencyWithAnotherImageIdIsRefused() throws IOException {
    publish("base", "");
    publish("worker", dependency("base", ", \"imageID\": \"sha512-" + "0".repeat(128) + "\""));

    Run run = fetch(SKIP, "localhost/worker");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("localhost/base: its image ID is sha512-");
    assertThat(names()).containsExactly("worker");
  }

  @Test
  void whatStandsInTheWayOfDownloadsIsSaid() throws IOException {
    publish("worker", "");
    fetch(SKIP, "localhost/worker");
    Path downloads = folder.resolve("store/downloads");
    Files.delete(downloads);
    Files.createFile(downloads);

    Run run = fetch(SKIP, "localhost/worker");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("store/downloads: not a directory");
  }

  @Test
  void downloadsDoNotGoWhereALinkLeads() throws IOException {
    publish("worker", "");
    fetch(SKIP, "localhost/worker");
    Path downloads = folder.resolve("store/downloads");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.delete(downloads);
    Files.createSymbolicLink(downloads, elsewhere);

    Run run = fetch(SKIP, "localhost/worker");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("store/downloads: not a directory");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void howManyDependenciesAreFetchedIsLimited() throws IOException {
    publish("base", "");
    publish("middle", dependency("base", ""));
    publish("worker", dependency("middle", ""));

    Run count = fetch(SKIP, "--max-dependencies", "1", "localhost/worker");
    Run depth = fetch(SKIP, "--max-dependency-depth", "1", "localhost/worker");

    assertThat(count.status()).isEqualTo(4);
    assertThat(count.err()).contains("more than 1 dependencies are missing");
    assertThat(depth.status()).isIn(0, 4);
  }

  @Test
  void anImageIsFetchedByItsUrl() throws IOException {
    Path archive = image("worker", "");
    site.put("/w.aci", Files.readAllBytes(archive));
    site.put("/w.aci.asc", Files.readAllBytes(folder.resolve("worker.aci.asc")));

    Run run = fetch("--keyring", keyring, origin() + "/w.aci");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(id(archive));
    assertThat(site.asked()).containsExactly("/w.aci.asc", "/w.aci");
  }

  @Test
  void aQueryStaysBehindTheSignature() throws IOException {
    Path archive = image("worker", "");
    site.put("/w.aci?a=1", Files.readAllBytes(archive));
    site.put("/w.aci.asc?a=1", Files.readAllBytes(folder.resolve("worker.aci.asc")));

    Run run = fetch("--keyring", keyring, origin() + "/w.aci?a=1");

    assertThat(run.status()).as(run.err()).isZero();
  }

  @Test
  void whatIsNoSignatureIsRefused() throws IOException {
    publish("worker", "");
    site.put("/images/localhost/worker-latest.aci.asc", "<html>sorry</html>");

    Run run = fetch("--keyring", keyring, "localhost/worker");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("worker-latest.aci.asc: the signature is no PGP data");
  }

  @Test
  void whatAreNoKeysIsRefused() throws IOException {
    publish("worker", "");
    site.put("/keys.pgp", "<html>sorry</html>");

    Run run = fetch("--trust-discovered-keys", "localhost/worker");

    assertThat(run.status()).as(run.err()).isEqualTo(1);
  }

  @Test
  void theNextTemplateIsTriedWhereOneLeadsToNothing() throws IOException {
    page("/nothing/{name}.{ext}", "/images/{name}-{version}.{ext}");
    publish("worker", "");

    Run run = fetch("--keyring", keyring, "localhost/worker");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("the next template is tried");
  }

  @Test
  void atATerminalThereIsABar() throws IOException {
    publish("worker", "");

    Run run = appcAtATerminal(Map.of(), "", arguments(SKIP, "localhost/worker").toArray());

    assertThat(run.err()).contains("\r[", "] 100% https://localhost").endsWith("\n");
  }

  @Test
  void atADumbTerminalThereIsALine() throws IOException {
    publish("worker", "");

    Run run =
        appcAtATerminal(Map.of("TERM", "dumb"), "", arguments(SKIP, "localhost/worker").toArray());

    assertThat(run.err()).startsWith("appc: fetching https://localhost").doesNotContain("\r");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fetch --insecure-skip-verify",
        "fetch --insecure-skip-verify --trust-discovered-keys localhost/a",
        "fetch --insecure-skip-verify http://localhost/a.aci",
        "fetch --insecure-skip-verify https://a:b@localhost/a.aci",
        "fetch --trust-discovered-keys https://localhost/a.aci",
        "fetch --insecure-skip-verify https://localhost",
        "fetch --insecure-skip-verify https://localhost/images/",
        "fetch --insecure-skip-verify https://localhost/a.aci#b",
        "fetch --insecure-skip-verify Localhost",
      })
  void wrongUseIsStatus2(String arguments) {
    assertThat(appc((Object[]) arguments.split(" ", -1)).status()).isEqualTo(2);
  }

  @Test
  void aKeyringThatIsNoneIsSaid() throws IOException {
    Run run = fetch("--keyring", Files.writeString(folder.resolve("x"), "x"), "localhost/worker");

    assertThat(run.status()).isEqualTo(3);
    assertThat(site.asked()).isEmpty();
  }
}
