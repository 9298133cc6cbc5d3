package org.appctoolkit.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.runtime.cli.Tool.Ran;
import org.appctoolkit.runtime.execute.TestStore;
import org.appctoolkit.runtime.execute.TestStore.Image;
import org.appctoolkit.runtime.supervision.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What apps learn of their pod from the inside, in pods that really run. */
@Timeout(300)
class MetadataTest {
  private static final String PROBE = "example.org/probe";
  private static final String BASE = "$AC_METADATA_URL/acMetadata/v1/";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String FLAVOR = "Metadata-Flavor: AppContainer";

  @TempDir private Path directory = Path.of("");

  private Tool tool;
  private TestStore store;
  private ImageId probe;

  @BeforeEach
  void makeAStore() throws IOException {
    assumeTrue(
        System.getProperty("os.name", "").equals("Linux")
            && System.getProperty("user.name", "").equals("root")
            && Probe.isBuilt(),
        "takes root on Linux, and a C compiler");
    tool = new Tool(directory);
    store = new TestStore(directory.resolve("store"));
    probe = store.add(Image.ofApp(PROBE, "/bin/probe").probe());
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    for (String pod : pods("running")) {
      tool.run("stop", "--force", pod);
    }
    // The service ends by itself when no pod lives.
    await(() -> processes().isEmpty());
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private List<String> pods(String state) {
    return tool.run("list")
        .out()
        .lines()
        .filter(it -> it.contains("  " + state))
        .map(it -> it.substring(0, 36))
        .toList();
  }

  /** The processes that were started with a path in our directory. */
  private List<ProcessHandle> processes() throws IOException {
    List<ProcessHandle> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path each : all.filter(it -> it.getFileName().toString().matches("[0-9]+")).toList()) {
        try {
          if (Files.readString(each.resolve("cmdline")).contains(directory.toString())) {
            ProcessHandle.of(Long.parseLong(each.getFileName().toString())).ifPresent(found::add);
          }
        } catch (IOException e) {
          // It has ended meanwhile.
        }
      }
    }
    return found;
  }

  private ProcessHandle service() throws IOException {
    List<ProcessHandle> services = new ArrayList<>();
    for (ProcessHandle each : processes()) {
      String line = Files.readString(Path.of("/proc", Long.toString(each.pid()), "cmdline"));
      if (line.contains("MetadataService")) {
        services.add(each);
      }
    }
    assertThat(services).hasSize(1);
    return services.get(0);
  }

  private String app(String name, String... words) {
    return """
        {
          "name": "%s",
          "image": { "id": "%s" },
          "app": { "exec": ["/bin/probe", "%s"], "user": "0", "group": "0" },
          "annotations": [{ "name": "of", "value": "%s" }]
        }
        """
        .formatted(name, probe, String.join("\", \"", words), name);
  }

  private Path pod(String... apps) throws IOException {
    return Files.writeString(
        Files.createTempFile(directory, "pod", ".json"),
        """
        {
          "acKind": "PodManifest",
          "acVersion": "0.8.11",
          "apps": [%s],
          "annotations": [{ "name": "ip-address", "value": "10.1.2.3" }]
        }
        """
            .formatted(String.join(", ", apps)));
  }

  /** The words that ask for something. */
  private static List<String> get(String path) {
    return List.of("http", "GET", BASE + path, FLAVOR, ",");
  }

  private static String[] words(List<?>... parts) {
    return Arrays.stream(parts).flatMap(List::stream).map(Object::toString).toArray(String[]::new);
  }

  /** A pod that goes on, once its first app has written a line that begins like that. */
  private String started(String beginning, String... words) throws IOException {
    String pod = tool.run("run", "--detach", "-q", pod(app("web", words))).out().strip();
    await(() -> tool.run("logs", pod).out().lines().anyMatch(it -> it.startsWith(beginning)));
    return pod;
  }

  private static String encoded(String text) {
    return text.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D");
  }

  // --- reading

  @Test
  void anAppReadsAllOfItsPod() throws IOException {
    Ran ran =
        tool.run(
            "run",
            pod(
                app(
                    "web",
                    words(
                        get("pod/uuid"),
                        get("pod/manifest"),
                        get("pod/annotations"),
                        get("apps/web/annotations"),
                        get("apps/web/image/manifest"),
                        get("apps/web/image/id"),
                        get("pod/nothing"),
                        List.of("interfaces")))));

    assertThat(ran.err()).doesNotContain("AC_METADATA_URL");
    assertThat(ran.out())
        .contains(
            "http 200 text/plain; charset=us-ascii\n" + Tool.uuid(1) + "\n",
            "http 200 application/json\n{\"acKind\":\"PodManifest\"",
            "\"image\":{\"id\":\"" + probe + "\",\"name\":\"" + PROBE + "\"",
            "\"value\": \"10.1.2.3\"",
            "\"value\": \"web\"",
            "http 200 application/json\n{\"acKind\":\"ImageManifest\"",
            "http 200 text/plain; charset=us-ascii\n" + probe + "\n",
            "http 404 text/plain; charset=us-ascii\n")
        .doesNotContain(Tool.token(1));
  }

  @Test
  void aHandlerIsAnsweredBeforeAndAfter() throws IOException {
    String handler = "[\"/bin/probe\", \"http\", \"GET\", \"%spod/uuid\"]".formatted(BASE);
    Path pod =
        Files.writeString(
            directory.resolve("pod.json"),
            """
            {
              "acKind": "PodManifest",
              "acVersion": "0.8.11",
              "apps": [{
                "name": "web",
                "image": { "id": "%s" },
                "app": {
                  "exec": ["/bin/probe", "exit", "0"], "user": "0", "group": "0",
                  "eventHandlers": [
                    { "name": "pre-start", "exec": %s }, { "name": "post-stop", "exec": %s }
                  ]
                }
              }]
            }
            """
                .formatted(probe, handler, handler));

    Ran ran = tool.run("run", "-q", pod);

    assertThat(ran.status()).isEqualTo(0);
    assertThat(tool.run("logs", Tool.uuid(1)).out().split(Tool.uuid(1), -1)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.1", "0.2.0", "0.3.0"})
  void theFirstVersionsAskAtTheUsualAddress(String version) throws IOException {
    boolean first = version.equals("0.1.1");
    ImageId image =
        store.add(
            new Image(
                    """
                    {
                      "acKind": "ImageManifest", "acVersion": "%s", "name": "example.com/old/web",
                      "app": {
                        "exec": [
                          "/bin/probe",
                          "http", "GET", "http://169.254.169.255/acMetadata/v1/container/uid", "%s", ",",
                          "http", "GET",
                          "http://169.254.169.255/acMetadata/v1/apps/example.com/old/web/image/id", "%s",
                          ",",
                          "http", "GET", "http://169.254.169.255/acMetadata/v1/container/uid", ",",
                          "http", "GET", "%sacMetadata/v1/container/annotations/ip", "%s", ",",
                          "addresses", ",", "environment"
                        ],
                        "user": "0", "group": "0"
                      }
                    }
                    """
                        .formatted(version, FLAVOR, FLAVOR, "$AC_METADATA_URL/", FLAVOR))
                .probe());
    String id = first ? sha256(image) : image.toString();
    Path pod =
        Files.writeString(
            directory.resolve("pod.json"),
            """
            {
              "acKind": "ContainerRuntimeManifest", "acVersion": "%s",
              "uuid": "6733C088-A507-4694-AABF-EDBE4FC5266F",
              "apps": [{ "app": "example.com/old/web", "imageID": "%s" }],
              "annotations": %s
            }
            """
                .formatted(
                    version,
                    id,
                    first
                        ? "{ \"ip\": \"10.1.2.3\" }"
                        : "[{ \"name\": \"ip\", \"value\": \"10.1.2.3\" }]"));

    Ran ran = tool.run("run", pod);

    assertThat(ran.err()).doesNotContain("metadata");
    assertThat(ran.out())
        .contains(
            "http 200 text/plain; charset=us-ascii\n" + Tool.uuid(1) + "\n",
            "http 200 text/plain; charset=us-ascii\n" + id + "\n",
            "http 400 text/plain; charset=us-ascii\n",
            "http 200 text/plain; charset=utf-8\n10.1.2.3\n",
            "address lo 169.254.169.255/32\n",
            "environment AC_APP_NAME=example.com/old/web\n");
  }

  private String sha256(ImageId image) throws IOException {
    return store.store().find(image).orElseThrow().ids().stream()
        .map(ImageId::toString)
        .filter(it -> it.startsWith("sha256-"))
        .findFirst()
        .orElseThrow();
  }

  // --- whose it is

  @Test
  void podsAreApartAndVerifyOneAnother() throws IOException {
    String one =
        started(
            "http 200",
            words(
                List.of("http", "POST", BASE + "pod/hmac/sign", FORM, "content=abc", ","),
                List.of("forever")));
    String signature = tool.run("logs", one).out().lines().toList().get(1);
    String form = "content=%s&uuid=%s&signature=%s";
    String verify = BASE + "pod/hmac/verify";

    Ran ran =
        tool.run(
            "run",
            pod(
                app(
                    "web",
                    words(
                        get("pod/uuid"),
                        List.of("http", "POST", verify, FORM),
                        List.of(form.formatted("abc", one, encoded(signature)), ","),
                        List.of("http", "POST", verify, FORM),
                        List.of(form.formatted("abd", one, encoded(signature)), ","),
                        List.of("http", "POST", verify, FORM),
                        List.of(form.formatted("abc", Tool.uuid(2), encoded(signature)), ","),
                        // Who has the token of a pod speaks for it, wherever he is.
                        List.of("http", "GET"),
                        List.of(
                            "http://127.0.0.1:18112/" + Tool.token(1) + "/acMetadata/v1/pod/uuid"),
                        List.of(",", "exit", "0")))));

    assertThat(ran.out().lines().filter(it -> it.startsWith("http")).map(it -> it.substring(0, 8)))
        .containsExactly("http 200", "http 200", "http 403", "http 403", "http 200");
    assertThat(ran.out()).startsWith("http 200 text/plain; charset=us-ascii\n" + Tool.uuid(2));
    assertThat(ran.out()).endsWith(one + "\n");
  }

  @Test
  void aServiceThatIsKilledComesBackWithoutItsKeys() throws Exception {
    String sign = BASE + "pod/hmac/sign";
    String pod =
        started(
            "http 200",
            words(
                List.of("http", "POST", sign, FORM, "content=abc", ",", "await", "/go", ","),
                get("pod/uuid"),
                List.of("http", "POST", sign, FORM, "content=abc", ",", "forever")));
    ProcessHandle first = service();
    String signature = tool.run("logs", pod).out().lines().toList().get(1);

    first.destroyForcibly();
    await(() -> !first.isAlive());
    RuntimeProcess.start(directory, "enter", pod, "web", "/bin/probe", "write", "/go", "1").ended();
    await(
        () ->
            tool.run("logs", pod)
                    .out()
                    .lines()
                    .filter("http 200 text/plain; charset=us-ascii"::equals)
                    .count()
                == 3);

    List<String> lines = tool.run("logs", pod).out().lines().toList();
    assertThat(lines).contains(pod);
    assertThat(lines.get(lines.size() - 1)).isNotEqualTo(signature).hasSize(signature.length());
    assertThat(service().pid()).isNotEqualTo(first.pid());
  }

  // --- many, and those who do not mean well

  @Test
  void aPodThatFloodsDoesNotStopAnother() throws IOException {
    String url = BASE + "pod/manifest";
    String flood =
        tool.run(
                "run",
                "--detach",
                "-q",
                pod(
                    app("holds", "begin", "100", url, ",", "print", "holding", ",", "forever"),
                    app("asks", "print", "asking", ",", "requests", "100000000", url, "kept"),
                    app("asks-too", "requests", "100000000", url, "each")))
            .out()
            .strip();
    await(() -> tool.run("logs", flood).out().contains("holding"));

    Ran ran = tool.run("run", "-q", pod(app("web", "requests", "300", BASE + "pod/uuid", "each")));

    String out = tool.run("logs", Tool.uuid(2)).out();
    assertThat(ran.status()).isEqualTo(0);
    assertThat(out).contains("requests 200 300\n");
    long slow =
        out.lines()
            .filter(it -> it.startsWith("times "))
            .map(it -> Long.parseLong(it.split(" ", -1)[2]))
            .findFirst()
            .orElseThrow();
    assertThat(slow).as("microseconds, of all but one in a hundred").isLessThan(3_000_000);
    assertThat(pods("running")).containsExactly(flood);
  }

  @Test
  void manyPodsAskAtOnce() throws IOException {
    List<String> pods = new ArrayList<>();
    Path manifest = pod(app("web", words(get("pod/uuid"))));

    for (int i = 0; i < 20; i++) {
      pods.add(tool.run("run", "--detach", "-q", manifest).out().strip());
    }

    await(() -> pods("exited").size() == 20);
    for (String pod : pods) {
      assertThat(tool.run("logs", pod).out())
          .isEqualTo("http 200 text/plain; charset=us-ascii\n" + pod + "\n");
    }
  }

  // --- what is left, and what is told

  @Test
  void nothingIsStartedBeforeSomebodyAsks() throws IOException {
    tool.run("run", "-q", pod(app("web", "exit", "0")));

    assertThat(directory.resolve("runtime/metadata/port")).doesNotExist();
    assertThat(processes()).isEmpty();
  }

  @Test
  void theTokenIsToldToTheAppsAlone() throws IOException {
    Ran ran = tool.run("run", pod(app("web", "exit", "3")));
    Path pod = directory.resolve("runtime/pods").resolve(Tool.uuid(1));

    assertThat(ran.err() + ran.out()).doesNotContain(Tool.token(1));
    assertThat(tool.run("status", Tool.uuid(1)).out()).doesNotContain(Tool.token(1));
    assertThat(tool.run("status", "--json", Tool.uuid(1)).out()).doesNotContain(Tool.token(1));
    assertThat(tool.run("logs", Tool.uuid(1)).out()).doesNotContain(Tool.token(1));
    try (Stream<Path> files = Files.list(pod.resolve("metadata"))) {
      assertThat(files.toList())
          .isNotEmpty()
          .allSatisfy(
              it ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(it)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void aDryRunLeavesNothing() throws IOException {
    Ran ran = tool.run("run", "--dry-run", "-q", pod(app("web", "exit", "3")));

    assertThat(ran.out())
        .contains(
            "\nservice 127.0.0.1 18112 "
                + directory.toRealPath().resolve("runtime/metadata/port")
                + "\n");
    assertThat(tool.run("list").out()).isEmpty();
    assertThat(directory.resolve("runtime/metadata")).doesNotExist();
  }

  @Test
  void thereNeedBeNone() throws IOException {
    Ran ran = tool.run("run", "--no-metadata", pod(app("web", "environment")));
    Ran both =
        tool.run(
            "run", "--no-metadata", "--metadata-url", "http://a/b", pod(app("web", "environment")));

    assertThat(ran.err())
        .contains("reduced: AC_METADATA_URL is not set, because there is no metadata service");
    assertThat(ran.out()).doesNotContain("AC_METADATA_URL");
    assertThat(directory.resolve("runtime/pods").resolve(Tool.uuid(1)).resolve("metadata"))
        .doesNotExist();
    assertThat(both.status()).isEqualTo(125);
    assertThat(both.err()).contains("--no-metadata and --metadata-url do not go together");
  }

  @Test
  void aPodOnTheNetworkOfTheHostAsksTheServiceItself() throws IOException {
    Ran ran =
        tool.run(
            "run",
            "--net",
            "host",
            pod(app("web", words(get("pod/uuid"), List.of("environment")))));
    String port = Files.readString(directory.resolve("runtime/metadata/last-port")).strip();

    assertThat(ran.out())
        .startsWith("http 200 text/plain; charset=us-ascii\n" + Tool.uuid(1) + "\n")
        .contains("AC_METADATA_URL=http://127.0.0.1:" + port + "/" + Tool.token(1) + "\n");
  }

  @Test
  void aPreparedPodOnTheNetworkOfTheHostFindsTheServiceAgain() throws Exception {
    tool.run("prepare", "--net", "host", pod(app("web", words(get("pod/uuid")))));
    await(() -> processes().isEmpty());

    Ran ran = tool.run("start", Tool.uuid(1));

    assertThat(ran.out())
        .isEqualTo("http 200 text/plain; charset=us-ascii\n" + Tool.uuid(1) + "\n");
  }

  @Test
  void aPodThatWasToldAnotherPortIsNotStarted() throws Exception {
    tool.run("prepare", "--net", "host", pod(app("web", words(get("pod/uuid")))));
    await(() -> processes().isEmpty());
    Path port = directory.resolve("runtime/metadata/last-port");
    int told = Integer.parseInt(Files.readString(port).strip());

    try (ServerSocket taken = new ServerSocket(told, 1, InetAddress.getLoopbackAddress())) {
      Ran ran = tool.run("start", Tool.uuid(1));

      assertThat(ran.status()).isEqualTo(125);
      assertThat(ran.err())
          .contains("the metadata service is at port " + taken.getLocalPort() + ", which it could");
    }
  }

  // --- without root

  @Test
  void anybodysPodsAreServed() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path own = Files.createDirectory(directory.resolve("own"));
    TestStore ownStore = new TestStore(own.resolve("store"));
    ownStore.add(Image.ofApp(PROBE, "/bin/probe").probe());
    String classPath = copyOfTheClassPath(own.resolve("classes"));
    giveToNobody(own);
    List<String> nobody =
        List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--");

    Ran ran =
        RuntimeProcess.start(
                own,
                nobody,
                classPath,
                "run",
                PROBE,
                "--",
                "http",
                "GET",
                BASE + "apps/probe/image/id")
            .ended();

    assertThat(ran.out()).startsWith("http 200 text/plain; charset=us-ascii\nsha512-");
  }

  /** Those of root are not for everybody to read. */
  private static String copyOfTheClassPath(Path target) throws IOException {
    Files.createDirectory(target);
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path", "").split(":", -1)) {
      Path copy = target.resolve(String.format(Locale.ROOT, "%d.jar", entries.size()));
      copy(Path.of(entry), copy);
      entries.add(copy.toString());
    }
    return String.join(":", entries);
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path place = from.equals(file) ? to : to.resolve(from.relativize(file).toString());
        Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void giveToNobody(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", 65534);
        Files.setAttribute(file, "unix:gid", 65534);
      }
    }
  }
}
