package org.appctoolkit.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.runtime.cli.Tool.Ran;
import org.appctoolkit.runtime.execute.TestStore;
import org.appctoolkit.runtime.execute.TestStore.Image;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands with a stage1 that is a script, so that nothing of it takes root. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "pods take Linux")
@Timeout(60)
class CommandsTest {
  private static final String ONE = Tool.uuid(1);
  private static final String TWO = Tool.uuid(2);

  @TempDir private Path directory = Path.of("");

  private Tool tool;
  private TestStore store;
  private ImageId worker;

  @BeforeEach
  void makeAStore() throws IOException {
    tool = new Tool(directory);
    store = new TestStore(directory.resolve("store"));
    worker = store.add(worker("example.org/worker"));
  }

  private static Image worker(String name) {
    return Image.ofApp(name, "/run").file("run", 0755, 0, "it");
  }

  private Path stage1(String commands) throws IOException {
    return FakeStage1.doing(directory, commands);
  }

  private Path pod(String... apps) throws IOException {
    return Files.writeString(
        directory.resolve("pod.json"),
        """
        { "acKind": "PodManifest", "acVersion": "0.8.11", "apps": [%s] }
        """
            .formatted(String.join(", ", apps)));
  }

  private String app(String name) {
    return "{ \"name\": \"%s\", \"image\": { \"id\": \"%s\" } }".formatted(name, worker);
  }

  private Path place(String uuid) {
    return directory.resolve("runtime/pods").resolve(uuid);
  }

  // --- running

  @Test
  void theExitStatusIsThatOfThePod() throws IOException {
    Ran ran = tool.run("run", pod(app("web")), "--stage1", stage1("app_ends web 7; ends 7"));

    assertThat(ran.status()).isEqualTo(7);
    assertThat(tool.run("list").out()).contains(ONE + "  exited (7) ").contains("web");
  }

  @Test
  void outputComesOutAsItIs() throws IOException {
    Path stage1 = stage1("say web stdout 'a\\nb'; say web stderr 'c\\377d'; ends 0");

    Ran ran = tool.run("run", "-q", pod(app("web")), "--stage1", stage1);
    Ran logs = tool.run("logs", ONE);

    assertThat(ran).isEqualTo(new Ran(0, "", ""));
    assertThat(logs).isEqualTo(new Ran(0, "a\nb", "c\ufffdd"));
  }

  @Test
  void severalAppsAreToldApartLineByLine() throws IOException {
    Path stage1 = stage1("say web stdout 'a\\nb'; say db stdout 'c\\n'; ends 0");

    Ran ran = tool.run("run", pod(app("web"), app("db")), "--stage1", stage1);

    assertThat(ran.out()).isEqualTo("web: a\ndb: c\nweb: b\n");
  }

  @Test
  void aLineThatIsTooLongComesOutInPieces() throws IOException {
    Path stage1 = stage1("head -c 100000 /dev/zero | tr '\\0' x >apps/web/stdout; ends 0");

    Ran ran = tool.run("run", pod(app("web"), app("db")), "--stage1", stage1);

    assertThat(ran.out()).isEqualTo("web: " + "x".repeat(100_000) + "\n");
  }

  @Test
  void aPodThatFailsIs125AndToldWhy() throws IOException {
    Path stage1 = stage1("pod failed 'exit 125\\nreason app%20web:%20no%20room\\n'; exit 125");

    Ran ran = tool.run("run", pod(app("web")), "--stage1", stage1);

    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err()).contains("appc: the pod failed: app web: no room\n");
  }

  @Test
  void aStage1ThatDiesIs125AndToldSo() throws IOException {
    Ran ran = tool.run("run", pod(app("web")), "--stage1", stage1("pod running ''; kill -9 $$"));

    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err()).contains("the pod failed: stage1 died");
  }

  @Test
  void aStage1ThatSaysNothingButAMessageIs125AndQuoted() throws IOException {
    Path stage1 = FakeStage1.unknown(directory, "echo broken >&2; exit 0");

    Ran ran = tool.run("run", pod(app("web")), "--stage1", stage1);

    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err()).contains("stage1 died before it began, having said: broken");
  }

  @Test
  void anAppThatFailedIsToldWhy() throws IOException {
    Path stage1 =
        stage1("printf 'state failed\\nreason no%%20file\\n' | tell apps/web/status; ends 127");

    Ran ran = tool.run("run", pod(app("web")), "--stage1", stage1);

    assertThat(ran.status()).isEqualTo(127);
    assertThat(ran.err()).contains("appc: app web failed: no file\n");
  }

  @Test
  void theForegroundHoldsTheLifeline() throws Exception {
    Path stage1 = stage1("pod running ''; cat; app_ends web 0; ends 3");
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Path manifest = pod(app("web"));
      Future<Ran> running = thread.submit(() -> tool.run("run", manifest, "--stage1", stage1));
      await(() -> tool.run("list").out().contains("running"));

      assertThat(Files.readString(place(ONE).resolve("plan"))).contains("\nlifeline\n");
      assertThat(running).isNotDone();
      assertThat(tool.run("stop", "--force", ONE).status()).isEqualTo(0);
      assertThat(running.get(10, TimeUnit.SECONDS).status()).isEqualTo(125);
    } finally {
      thread.shutdownNow();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  // --- detached

  private static final String UNTIL_TERM =
      "trap 'app_ends web 143; ends 143' TERM; app web running; pod running ''; "
          + "mkfifo wait; while :; do read -r nothing <>wait; done";

  @Test
  void aDetachedPodRunsUntilItIsStopped() throws IOException {
    Ran ran = tool.run("run", "-q", pod(app("web")), "--detach", "--stage1", stage1(UNTIL_TERM));
    Ran status = tool.run("status", ONE);
    Ran removed = tool.run("rm", ONE);
    Ran stopped = tool.run("stop", "00000001");

    assertThat(ran).isEqualTo(new Ran(0, ONE + "\n", ""));
    assertThat(Files.readString(place(ONE).resolve("plan"))).doesNotContain("\nlifeline\n");
    assertThat(status.out()).contains("state: running\n", "app web: running (example.org/worker)");
    assertThat(removed.status()).isEqualTo(1);
    assertThat(removed.err()).contains("is running; stop it first");
    assertThat(stopped).isEqualTo(new Ran(0, ONE + " exited (143)\n", ""));
  }

  @Test
  void aDetachedPodThatFailsAtOnceIs125() throws IOException {
    Path stage1 = stage1("pod failed 'exit 125\\nreason no%20room\\n'; exit 125");

    Ran ran = tool.run("run", pod(app("web")), "--detach", "--stage1", stage1);

    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("failed: no room");
  }

  @Test
  void onePodIsStoppedOnce() throws IOException {
    tool.run("run", pod(app("web")), "--stage1", stage1("ends 0"));

    Ran ran = tool.run("stop", ONE);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("is exited; there is nothing to stop");
  }

  @Test
  void whatDoesNotStopInTimeIsTold() throws IOException {
    String deaf = "trap '' TERM; pod running ''; mkfifo wait; read -r nothing <>wait";
    tool.run("run", pod(app("web")), "--detach", "--stage1", stage1(deaf));

    Ran ran = tool.run("stop", ONE, "--wait", "50ms");
    Ran forced = tool.run("stop", ONE, "--force");

    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.err()).contains("has not ended yet; --force ends it at once");
    assertThat(forced).isEqualTo(new Ran(0, ONE + " failed\n", ""));
  }

  // --- waiting

  @Test
  void onePodThatIsOverIsNotWaitedFor() throws IOException {
    tool.run("run", pod(app("web")), "--stage1", stage1("app_ends web 7; ends 7"));

    Ran ran = tool.run("wait", ONE);
    Ran asJson = tool.run("wait", ONE, "--json");

    assertThat(ran).isEqualTo(new Ran(0, ONE + " exited (7)\n", ""));
    assertThat(asJson).isEqualTo(tool.run("status", ONE, "--json"));
  }

  @Test
  void aPodThatRunsIsWaitedForUntilItHasEnded() throws Exception {
    tool.run("run", "-q", pod(app("web")), "--detach", "--stage1", stage1(UNTIL_TERM));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Ran> waiting = thread.submit(() -> tool.run("wait", ONE));

      Ran early = tool.run("wait", ONE, "--timeout", "50ms");
      boolean told = waiting.isDone();
      tool.run("stop", ONE);

      assertThat(early.status()).isEqualTo(3);
      assertThat(early.err()).contains("the pod " + ONE + " has not ended yet");
      assertThat(told).isFalse();
      assertThat(waiting.get(10, TimeUnit.SECONDS))
          .isEqualTo(new Ran(0, ONE + " exited (143)\n", ""));
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aPodThatIsRemovedIsNotWaitedForAnyMore() throws Exception {
    tool.run("prepare", "-q", pod(app("web")));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Ran> waiting = thread.submit(() -> tool.run("wait", ONE));
      Ran early = tool.run("wait", ONE, "--timeout", "50ms");
      tool.run("rm", ONE);

      assertThat(early.status()).isEqualTo(3);
      assertThat(waiting.get(10, TimeUnit.SECONDS).status()).isEqualTo(1);
      assertThat(waiting.get().err()).contains("there is no pod \"" + ONE);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aPodThatIsNotThereIsNotWaitedFor() {
    Ran ran = tool.run("wait", ONE);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("there is no pod \"" + ONE);
  }

  // --- preparing and starting

  @Test
  void aPreparedPodIsStartedOnce() throws IOException {
    Ran prepared = tool.run("prepare", "-q", pod(app("web")));
    Ran listed = tool.run("list");
    Ran started = tool.run("start", ONE, "--stage1", stage1("say web stdout hi; ends 4"));
    Ran again = tool.run("start", ONE, "--stage1", stage1("ends 0"));

    assertThat(prepared).isEqualTo(new Ran(0, ONE + "\n", ""));
    assertThat(listed.out()).contains(ONE + "  prepared ").contains("web");
    assertThat(started).isEqualTo(new Ran(4, "hi", ""));
    assertThat(again.status()).isEqualTo(125);
    assertThat(again.err()).contains("is exited; only one that is prepared can be started");
  }

  @Test
  void theManifestAndTheUuidAreKept() throws IOException {
    Path uuid = directory.resolve("uuid");
    Path manifest = pod(app("web"));

    tool.run("prepare", manifest, "--uuid-file", uuid);

    assertThat(uuid).hasContent(ONE);
    assertThat(place(ONE).resolve("manifest")).hasSameTextualContentAs(manifest);
    assertThat(place(ONE).resolve("preparer")).doesNotExist();
  }

  @Test
  void podsShareATree() throws IOException {
    tool.run("prepare", pod(app("web"), app("db")));
    tool.run("prepare", pod(app("web")));

    assertThat(entries("trees")).hasSize(1);
    assertThat(tool.run("gc").out()).isEqualTo("removed 0 pods, 0 trees and 0 leftovers\n");

    assertThat(tool.run("rm", ONE, TWO).out())
        .isEqualTo("removed %s\nremoved %s\n".formatted(ONE, TWO));
    assertThat(tool.run("gc").out()).isEqualTo("removed 0 pods, 1 tree and 0 leftovers\n");
    assertThat(entries("trees")).isEmpty();
    assertThat(entries("pods")).isEmpty();
  }

  private List<String> entries(String name) throws IOException {
    try (var children = Files.list(directory.resolve("runtime").resolve(name))) {
      return children.map(it -> it.getFileName().toString()).toList();
    }
  }

  @Test
  void withoutAnOverlayEachAppHasACopy() throws IOException {
    tool.run("prepare", "--no-overlay", pod(app("web")));

    assertThat(place(ONE).resolve("apps/web/copy/run")).hasContent("it");
  }

  @Test
  void aDryRunPrintsThePlanAndLeavesNoPod() throws IOException {
    Ran ran = tool.run("run", "-q", "--dry-run", pod(app("web")));

    assertThat(ran.status()).isEqualTo(0);
    assertThat(ran.out()).startsWith("appc-plan 1\n").contains("\napp web\n", "\nexec /run\nend\n");
    assertThat(entries("pods")).isEmpty();
  }

  @Test
  void aDryRunIsToldAsJsonToo() throws IOException {
    Ran ran = tool.run("run", "-q", "--dry-run", "--json", pod(app("web")));

    assertThat(ran.out()).contains("\"steps\": [", "\"exec\",\n", "\"name\": \"web\"");
  }

  // --- images

  @Test
  void anImageIsRunByItsName() throws IOException {
    Ran ran = tool.run("run", "example.org/worker:1.0.0", "--stage1", stage1("ends 0"));

    assertThat(ran.status()).isEqualTo(0);
    assertThat(tool.run("status", ONE).out()).contains("app worker: ", "(example.org/worker)");
  }

  @Test
  void imagesWithTheSameLastNameAreNumbered() throws IOException {
    tool.run("prepare", "example.org/worker", worker);

    assertThat(tool.run("list").out()).contains("worker, worker-2\n");
  }

  @Test
  void argumentsAndTheProgramAreReplaced() throws IOException {
    Ran added = tool.run("run", "--dry-run", "-q", "example.org/worker", "--", "--json", "a b");
    Ran replaced =
        tool.run(
            "run",
            "--dry-run",
            "-q",
            "--name",
            "it",
            "--exec",
            "/sh",
            "example.org/worker",
            "--",
            "-c");

    assertThat(added.out()).contains("\nexec /run --json a%20b\n");
    assertThat(replaced.out()).contains("\napp it\n", "\nexec /sh -c\n");
  }

  @Test
  void volumesAreMountedWhereTheyAreWanted() throws IOException {
    Path host = Files.createDirectory(directory.resolve("host"));
    store.add(
        Image.of(
                "example.org/db",
                Image.exec("/run")
                    + ", \"user\": \"0\", \"group\": \"0\", \"mountPoints\": ["
                    + "{ \"name\": \"data\", \"path\": \"/var/data\" },"
                    + "{ \"name\": \"cache\", \"path\": \"/cache\" }]")
            .file("run", 0755, 0, "it"));

    Ran ran =
        tool.run(
            "run",
            "--dry-run",
            "-q",
            "example.org/db",
            "--volume",
            "data,kind=host,source=" + host.toRealPath() + ",readOnly=true",
            "--mount",
            "volume=data,target=/more,app=db");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("bind " + host.toRealPath() + " /var/data ")
        .contains("bind " + host.toRealPath() + " /more ")
        .contains("/volumes/db-cache /cache ");
  }

  @Test
  void whatIsMountedByHandTakesThePlaceOfAMountPoint() throws IOException {
    store.add(
        Image.of(
                "example.org/db",
                Image.exec("/run")
                    + ", \"user\": \"0\", \"group\": \"0\", \"mountPoints\": ["
                    + "{ \"name\": \"data\", \"path\": \"/var/data\" }]")
            .file("run", 0755, 0, "it"));

    tool.run(
        "prepare",
        "example.org/db",
        "--volume",
        "mine,kind=empty",
        "--mount",
        "volume=mine,target=/var/data");

    assertThat(entries("pods/" + ONE + "/volumes")).containsExactly("mine");
  }

  @Test
  void emptyVolumesAreMadeAsTheyAreWanted() throws IOException {
    tool.run(
        "prepare",
        "example.org/worker",
        "--volume",
        "tmp,kind=empty,mode=1777",
        "--mount",
        "volume=tmp,target=/tmp");

    assertThat(Files.getAttribute(place(ONE).resolve("volumes/tmp"), "unix:mode"))
        .isEqualTo(0041777);
  }

  @Test
  void optionsAreInThePlan() throws IOException {
    Ran ran =
        tool.run(
            "run",
            "--dry-run",
            "-q",
            pod(app("web")),
            "--grace",
            "2s",
            "--log-limit",
            "1Mi",
            "--hostname",
            "here",
            "--metadata-url",
            "http://10.0.0.1:8888/token",
            "--restart",
            "on-failure:3");

    assertThat(ran.out())
        .contains(
            "\ngrace 2000\n",
            "\nlog-limit 1048576\n",
            "\nhostname here\n",
            "\nenvironment AC_METADATA_URL=http://10.0.0.1:8888/token\n",
            "\nrestart 3\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.1:8888", "ftp://10.0.0.1", "http:///x", "http://a b"})
  void theMetadataServiceIsNamedByItsUrl(String url) throws IOException {
    Ran ran = tool.run("prepare", pod(app("web")), "--metadata-url", url);

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("is no URL such as http://10.0.0.1:8888/token");
  }

  // --- refusing

  @Test
  void aManifestWithErrorsIsRefusedAsValidateTells() throws IOException {
    Path manifest = pod(app("web"), app("web"));

    Ran ran = tool.run("run", manifest, "--stage1", stage1("ends 0"));

    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err()).contains("pod-app-names-are-unique");
    assertThat(entries("pods")).isEmpty();
  }

  @Test
  void withoutAPodToRunARefusalIs1() throws IOException {
    assertThat(tool.run("prepare", pod(app("web"), app("web"))).status()).isEqualTo(1);
    assertThat(tool.run("run", "--dry-run", pod(app("web"), app("web"))).status()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none | none: there is no such file, and no such image in the store",
        "example.org/worker:2 | example.org/worker:2: there is no such file, and no such image",
      })
  void whatIsNotThereIsTold(String what, String message) {
    Ran ran = tool.run("prepare", what);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).startsWith("appc: " + message);
  }

  @Test
  void aNameThatMeansSeveralImagesIsRefused() throws IOException {
    store.add(worker("example.org/worker").file("other", "x"));

    Ran ran = tool.run("prepare", "example.org/worker");

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("this means several images", worker.toString());
  }

  @Test
  void anArchiveIsNoPod() throws IOException {
    Path archive = Files.writeString(directory.resolve("a.aci"), "x");

    assertThat(tool.run("prepare", archive).err()).contains("add it to the store (appc store add)");
  }

  @Test
  void theManifestOfAnImageIsNoPod() throws IOException {
    Path manifest =
        Files.writeString(
            directory.resolve("manifest"),
            "{ \"acKind\": \"ImageManifest\", \"acVersion\": \"0.8.11\", \"name\": \"a.b/c\" }");

    Ran ran = tool.run("prepare", manifest);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("is the manifest of an image");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "run ~ missing required parameter: 'POD.json | IMAGE' ~ 125",
        "prepare ~ missing required parameter: 'POD.json | IMAGE' ~ 2",
        "prepare --volum=x y ~ there is no option --volum; did you mean --volume? ~ 2",
        "stat x ~ there is no command stat; did you mean start or status or stop? ~ 2",
        "prepare x --volume data ~ \"data\" has no kind=... ~ 2",
        "prepare x --mount target=/x ~ \"--mount\" has no volume=... ~ 2",
        "prepare x --grace soon ~ --grace: \"soon\" is no time such as 500ms, 10s, 5m ~ 2",
        "prepare x --log-limit 0 ~ --log-limit: \"0\" is no number of bytes such as ~ 2",
        "prepare x --pids-limit 0 ~ --pids-limit: \"0\" is neither a number of processes such as 100, nor none ~ 2",
        "prepare x --restart always ~ --restart: \"always\" is not of the form on-failure:N ~ 2",
        "prepare x y --name z ~ --name, --exec and -- are for a single image, not for 2 ~ 2",
        "run --json x ~ --json goes with --detach or --dry-run ~ 125",
        "run --detach --bad x ~ there is no option --bad ~ 2",
        "logs x --stream out ~ --stream: \"out\" is neither stdout nor stderr ~ 2",
        "logs x --since T ~ --since: \"T\" is no time such as 500ms, 10s, 5m, 2h or 1d, and no ~ 2",
        "logs x ~ there is no pod \"x\" in ~ 1",
        "list x ~ one argument too many: x ~ 2",
      })
  void wrongUseIsTold(String words, String message, int status) {
    Ran ran = tool.run((Object[]) words.split(" ", -1));

    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(message);
    assertThat(ran.status()).isEqualTo(status);
  }

  @Test
  void whatIsForImagesIsNotForManifests() throws IOException {
    assertThat(tool.run("prepare", pod(app("web")), "--name", "x").err())
        .contains("--name is for images: a manifest says itself what it wants");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run", "prepare", "start", "list", "status", "logs", "enter", "wait", "stop", "rm", "gc"
      })
  void everyCommandHasHelp(String command) {
    Ran ran = tool.run(command, "--help");

    assertThat(ran.status()).isEqualTo(0);
    assertThat(ran.out()).startsWith("Usage: appc runtime " + command).doesNotContain("$$");
    assertThat(tool.run("--help").out()).contains("  " + command);
  }

  // --- looking

  @Test
  void allIsToldAsJson() throws IOException {
    tool.run("run", "-q", pod(app("web")), "--stage1", stage1("app_ends web 7; ends 7"));

    assertThat(tool.run("status", ONE, "--json").out())
        .contains("\"uuid\": \"" + ONE + "\"", "\"state\": \"exited\"", "\"exit\": 7")
        .contains("\"created\": \"2100-01-01T00:00:00Z\"", "\"started\": \"1970-01-01T00:00:01Z\"");
    assertThat(tool.run("list", "--json").out()).startsWith("{\n  \"pods\": [\n    {\n");
    assertThat(tool.run("gc", "--dry-run", "--json").out())
        .contains("\"dryRun\": true", "\"pods\": [\n    \"" + ONE);
    assertThat(tool.run("rm", ONE, "--json").out()).contains("\"removed\": [\n    \"" + ONE);
    assertThat(tool.run("list", "--json").out()).isEqualTo("{\n  \"pods\": []\n}\n");
  }

  @Test
  void logsAreOfOneAppOrStream() throws IOException {
    Path stage1 =
        stage1("say web stdout 'w\\n'; say web stderr 'e\\n'; say db stdout 'd\\n'; ends 0");
    tool.run("run", "-q", pod(app("web"), app("db")), "--stage1", stage1);

    assertThat(tool.run("logs", ONE)).isEqualTo(new Ran(0, "web: w\ndb: d\n", "web: e\n"));
    assertThat(tool.run("logs", ONE, "web")).isEqualTo(new Ran(0, "w\n", "e\n"));
    assertThat(tool.run("logs", ONE, "--stream", "stderr").out()).isEmpty();
    assertThat(tool.run("logs", "-f", ONE, "db").out()).isEqualTo("d\n");
    assertThat(tool.run("logs", ONE, "no").err()).contains("there is no app \"no\" in the pod");
    assertThat(tool.run("logs", ONE, "db", "--json").out())
        .isEqualTo(
            "{\n  \"app\": \"db\",\n  \"stream\": \"stdout\",\n  \"text\": \"d\\u000a\"\n}\n");
  }

  @Test
  void onePodThatCannotBeReadDoesNotHideOthers() throws IOException {
    tool.run("prepare", pod(app("web")));
    tool.run("prepare", pod(app("web")));
    Files.delete(place(ONE).resolve("about"));
    Files.createDirectory(place(ONE).resolve("about"));

    Ran ran = tool.run("list");

    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.out()).contains(TWO).doesNotContain(ONE);
    assertThat(ran.err()).contains("the pod " + ONE, "not a regular file");
  }

  @Test
  void enteringAPodThatDoesNotRunIsRefused() throws IOException {
    tool.run("prepare", pod(app("web")));

    Ran ran = tool.run("enter", ONE, "web", "--stage1", "ls");

    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err()).contains("does not run");
  }
}
