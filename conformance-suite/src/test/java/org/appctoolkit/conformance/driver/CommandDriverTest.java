package org.appctoolkit.conformance.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the suite makes of drivers that are scripts. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "drivers run on Linux")
@Timeout(60)
class CommandDriverTest {
  private static final String POD = "{ \"pod\": \"one\", \"state\": \"%s\", \"apps\": [] }";

  @TempDir private Path directory = Path.of("");

  private final List<Exchange> exchanges = new ArrayList<>();

  @BeforeEach
  void makeDirectories() throws IOException {
    Files.createDirectory(directory.resolve("own"));
    Files.createDirectory(directory.resolve("scratch"));
  }

  private CommandDriver driver(Timeouts timeouts, String... command) {
    return new CommandDriver(
        List.of(command),
        directory.resolve("own"),
        directory.resolve("scratch"),
        Map.of("EXTRA", "of the suite"),
        timeouts,
        exchanges::add);
  }

  private CommandDriver doing(String commands) throws IOException {
    return driver(Timeouts.USUAL, Script.doing(directory, commands).toString());
  }

  private CommandDriver answering(String document, int status) throws IOException {
    return driver(Timeouts.USUAL, Script.answering(directory, document, status).toString());
  }

  // --- drivers that keep the contract

  @Test
  void aRuntimeIsDescribed() throws Exception {
    CommandDriver driver =
        answering(
            """
            { "protocol": 1, "name": "a b", "version": "v1", "specVersion": "0.8.11",
              "capabilities": ["volumes", "multi-app"], "unknown": { "to": "us" } }
            """,
            0);

    RuntimeDescription description = driver.describe();

    assertThat(description.name()).isEqualTo("a b");
    assertThat(description.version()).isEqualTo("v1");
    assertThat(description.specVersion()).isEqualTo("0.8.11");
    assertThat(description.capabilities()).containsExactly("multi-app", "volumes");
  }

  @Test
  void aStatusHasAllThatTheRuntimeTells() throws Exception {
    CommandDriver driver =
        answering(
            """
            { "pod": "one", "uuid": "u", "state": "failed", "exit": 125, "reason": "no room",
              "address": "10.0.0.2", "unknown": null,
              "apps": [ { "name": "web", "state": "exited", "exit": 7, "pid": 3 },
                        { "name": "db", "state": "exited", "signal": 9 } ],
              "isolators": [ { "app": "web", "name": "resource/cpu", "outcome": "modified",
                               "reason": "too few" },
                             { "name": "resource/memory", "outcome": "enforced" } ] }
            """,
            0);

    PodStatus status = driver.status("one");

    assertThat(status.toString())
        .isEqualTo(
            "PodStatus[uuid=Optional[u], state=failed, exit=OptionalInt[125],"
                + " reason=Optional[no room], address=Optional[10.0.0.2],"
                + " apps=[AppStatus[name=web, state=exited, exit=OptionalInt[7],"
                + " signal=OptionalInt.empty], AppStatus[name=db, state=exited,"
                + " exit=OptionalInt.empty, signal=OptionalInt[9]]],"
                + " isolators=[IsolatorFate[app=Optional[web], name=resource/cpu,"
                + " outcome=modified, reason=too few], IsolatorFate[app=Optional.empty,"
                + " name=resource/memory, outcome=enforced, reason=]]]");
  }

  @Test
  void argumentsAreTheVerbAndWhatItIsAbout() throws Exception {
    CommandDriver driver =
        doing(
            "for word; do echo \"$word\" >>words; done; test \"$1\" != logs || : >\"$5\"; echo {}");
    Path file = directory.resolve("log");

    driver.logs("one", "web", LogStream.STDERR, file);
    driver.stop("one");
    driver.killApp("one", "web");
    driver.remove("one");
    driver.removeImage("sha512-00");

    assertThat(Files.readString(directory.resolve("own/words")).lines())
        .containsExactly(
            "logs",
            "one",
            "web",
            "stderr",
            file.toString(),
            "stop",
            "one",
            "kill-app",
            "one",
            "web",
            "remove",
            "one",
            "remove-image",
            "sha512-00");
  }

  @Test
  void filesAreNamedByTheirAbsolutePaths() throws Exception {
    CommandDriver driver = doing("echo \"$2\" >>words; echo '{\"pod\": \"one\"}'");

    String pod = driver.run(Path.of("pod.json"));

    assertThat(pod).isEqualTo("one");
    assertThat(Files.readString(directory.resolve("own/words")).strip())
        .isEqualTo(Path.of("pod.json").toAbsolutePath().toString());
  }

  @Test
  void theFirstArgumentsOfADriverStandBeforeTheVerb() throws Exception {
    Path script = Script.doing(directory, "echo \"$*\" >words; echo {}");

    driver(Timeouts.USUAL, script.toString(), "--stage1", "runc").remove("one");

    assertThat(Files.readString(directory.resolve("own/words")))
        .isEqualTo("--stage1 runc remove one\n");
  }

  @Test
  void aDriverHasADirectoryAndAnEnvironmentAndNoInput() throws Exception {
    CommandDriver driver =
        doing("{ pwd; echo $APPC_CONFORMANCE_DIR $APPC_PROTOCOL $EXTRA; cat; } >said; echo {}");

    driver.remove("one");

    Path own = directory.resolve("own");
    assertThat(Files.readString(own.resolve("said")))
        .isEqualTo("%s\n%s 1 of the suite\n".formatted(own, own));
  }

  @Test
  void aRefusalIsTheRuntimesOwn() throws Exception {
    CommandDriver driver = answering("{ \"reason\": \"no such pod\" }", 1);

    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> driver.status("one"));

    assertThat(refused.reason()).isEqualTo("no such pod");
  }

  @Test
  void anExchangeIsHeardOf() throws Exception {
    CommandDriver driver = doing("echo '{ }'; echo why >&2");

    driver.remove("one");

    Exchange exchange = exchanges.get(0);
    assertThat(exchange.command()).endsWith("remove", "one");
    assertThat(exchange.exit()).isEqualTo(OptionalInt.of(0));
    assertThat(exchange.ending()).isEqualTo("exit status 0");
    assertThat(exchange.stdout()).isEqualTo("{ }\n");
    assertThat(exchange.stderr()).isEqualTo("why\n");
    assertThat(exchange.duration()).isPositive();
  }

  @Test
  void nothingIsLeftInTheScratchDirectory() throws Exception {
    doing("echo {}").remove("one");

    try (var files = Files.list(directory.resolve("scratch"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void whatADriverLeavesBehindHoldsNothingUp() throws Exception {
    CommandDriver driver = doing("setsid sleep 50 & echo $! >left; echo {}");

    driver.remove("one");

    long left = Long.parseLong(Files.readString(directory.resolve("own/left")).strip());
    ProcessHandle process = ProcessHandle.of(left).orElseThrow();
    assertThat(process.isAlive()).isTrue();
    process.destroyForcibly();
  }

  // --- drivers that break it

  private static String fault(Asking asking) {
    return String.valueOf(catchThrowableOfType(DriverException.class, asking::ask).getMessage());
  }

  private interface Asking {
    void ask() throws Exception;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "exit 0 | no JSON document: ",
        "echo {} {} | no JSON document: ",
        "echo {}; echo {} | (line 2, column 1)",
        "echo '{\"a\": 1, \"a\": 2}' | no JSON document: ",
        "printf '{\"reason\": \"\\377\"}' | no JSON document: ",
        "echo [] | the document is an array, not an object",
        "echo null | the document is null, not an object",
        "echo {}; exit 5 | exit status 5, which the protocol does not know",
        "exit 127 | exit status 127, which the protocol does not know",
        "echo {}; exit 2 | exit status 2: it says that it was called wrongly",
        "echo {}; exit 3 | exit status 3: it, or the runtime, cannot do it now",
        "echo {}; exit 4 | exit status 4: it does not know the verb",
        "echo {}; kill -SEGV $$ | signal 11",
        "echo {}; exit 1 | exit status 1, but the key \"reason\" is missing in the document",
        "echo '{\"reason\": \"\"}'; exit 1 | /reason is \"\", not a reason",
        "yes | more than 1048576 bytes of output",
        "yes no >&2 | more than 67108864 bytes of diagnostics",
        "echo bad luck >&2; exit 3 | ; it said: bad luck",
      })
  void aDriverThatBreaksIsToBlame(String commands, String told) throws IOException {
    CommandDriver driver = doing(commands);

    String fault = fault(() -> driver.remove("one"));

    assertThat(fault).startsWith("the driver /").contains(".sh remove one: ").contains(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | the key \"protocol\" is missing in the document",
        "{\"protocol\": 2} | the driver speaks version 2 of the protocol, the suite version 1",
        "{\"protocol\": \"1\"} | /protocol is a string, not an integer",
        "{\"protocol\": 1.5} | /protocol is 1.5, not an integer",
        "{\"protocol\": 1e9999} | /protocol is 1e9999, not an integer",
        "{\"protocol\": 1, \"capabilities\": {}} | /capabilities is an object, not an array",
        "{\"protocol\": 1, \"capabilities\": [\"a b\"]} | /capabilities/0 is \"a b\", not a word",
        "{\"protocol\": 1, \"capabilities\": [1]} | /capabilities/0 is a number, not a string",
        "{\"protocol\": 1, \"capabilities\": []} | the key \"name\" is missing in the document",
      })
  void aDescriptionIsChecked(String document, String told) throws IOException {
    CommandDriver driver = answering(document, 0);

    String fault = fault(driver::describe);

    assertThat(fault).contains("exit status 0, but " + told);
  }

  @Test
  void aDescriptionIsNotRefused() throws IOException {
    CommandDriver driver = answering("{ \"reason\": \"no\" }", 1);

    String fault = fault(driver::describe);

    assertThat(fault).isEqualTo("the driver must not refuse to describe its runtime, but says: no");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"state\": \"exited\", \"apps\": []} | the key \"pod\" is missing in the document",
        "{\"pod\": \"two\", \"state\": \"exited\", \"apps\": []} | /pod is \"two\", not \"one\"",
        "{\"pod\": \"one\", \"apps\": []} | the key \"state\" is missing in the document",
        "{\"pod\": \"one\", \"state\": \"running\"} | the key \"apps\" is missing in the document",
        "{\"pod\": \"one\", \"state\": \"a\", \"apps\": [[]]} | /apps/0 is an array, not an object",
        "{\"pod\": \"one\", \"state\": \"a\", \"apps\": [{}]} | is missing in /apps/0",
        "{\"pod\": \"one\", \"state\": \"a\", \"apps\": [], \"exit\": 256} | /exit is 256, not an"
            + " integer from 0 to 255",
        "{\"pod\": \"one\", \"state\": \"a\", \"apps\": [], \"isolators\": [{\"name\": \"a\","
            + " \"outcome\": \"done\"}]} | /isolators/0/outcome is \"done\", not enforced, modified"
            + " or ignored",
      })
  void aStatusIsChecked(String document, String told) throws IOException {
    CommandDriver driver = answering(document, 0);

    String fault = fault(() -> driver.status("one"));

    assertThat(fault).contains(told);
  }

  @Test
  void aPodIsOverAtTheEndOfWait() throws Exception {
    CommandDriver exited = answering(POD.formatted("exited"), 0);
    CommandDriver running = answering(POD.formatted("running"), 0);

    assertThat(exited.await("one").isOver()).isTrue();
    assertThat(running.status("one").isOver()).isFalse();
    assertThat(fault(() -> running.await("one")))
        .contains("/state is \"running\", not exited or failed, at the end of wait");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-rf", "", "a b"})
  void aPodHasAnIdentifierThatIsAnArgument(String pod) throws IOException {
    CommandDriver driver = answering("{ \"pod\": \"" + pod + "\" }", 0);

    assertThat(fault(() -> driver.run(Path.of("/pod.json")))).contains("/pod is \"" + pod + "\"");
  }

  @Test
  void anImageHasAnIdThatManifestsCanName() throws Exception {
    CommandDriver good = answering("{ \"image\": \"sha512-0123456789abcdef\" }", 0);
    CommandDriver bad = answering("{ \"image\": \"example.org/web\" }", 0);

    assertThat(good.importImage(Path.of("/a.aci"))).isEqualTo("sha512-0123456789abcdef");
    assertThat(fault(() -> bad.importImage(Path.of("/a.aci"))))
        .contains("/image is \"example.org/web\", not an image ID");
  }

  @Test
  void aLogIsAFileAfterwards() throws IOException {
    CommandDriver driver = answering("{ \"complete\": true }", 0);
    Path file = directory.resolve("log");

    assertThat(fault(() -> driver.logs("one", "web", LogStream.STDOUT, file)))
        .contains("there is no file \"");
  }

  @Test
  void adversityIsQuoted() throws IOException {
    CommandDriver driver = doing("printf 'a\\033[31mb\\n' >&2; exit 3");

    assertThat(fault(() -> driver.remove("one"))).endsWith("it said: a\\u001b[31mb");
  }

  @Test
  void theEndOfLongDiagnosticsIsKept() throws IOException {
    CommandDriver driver =
        doing("head -c 1000000 /dev/zero | tr '\\0' x >&2; echo the end >&2; exit 3");

    String fault = fault(() -> driver.remove("one"));

    assertThat(fault).endsWith("xxxthe end");
    assertThat(exchanges.get(0).stderr().getBytes(StandardCharsets.UTF_8)).hasSize(64 << 10);
  }

  @Test
  void aDriverThatIsNotThereIsToldOf() {
    CommandDriver driver = driver(Timeouts.USUAL, directory.resolve("none").toString());

    assertThat(fault(() -> driver.remove("one"))).contains("there is no such program");
  }

  // --- time

  private static void awaitEnd(ProcessHandle process) throws Exception {
    process.onExit().get(10, TimeUnit.SECONDS);
  }

  @Test
  void aDriverThatHangsIsEndedWithAllThatItHasBegun() throws Exception {
    Path script =
        Script.doing(
            directory,
            """
            sleep 50 & echo $! >child
            sh -c 'trap "" TERM HUP INT; echo $$ >deaf; sleep 50; sleep 50' &
            setsid sleep 50 & echo $! >pod
            while ! [ -s deaf ]; do :; done
            wait
            """);
    Timeouts timeouts = Timeouts.USUAL.with(Verb.WAIT, Duration.ofMillis(1500));

    String fault = fault(() -> driver(timeouts, script.toString()).await("one"));

    assertThat(fault).contains("wait one: no end within 1500 ms");
    assertThat(exchanges.get(0).exit()).isEmpty();
    assertThat(process("child")).isEmpty();
    assertThat(process("deaf")).isEmpty();
    ProcessHandle pod = process("pod").orElseThrow();
    pod.destroyForcibly();
    awaitEnd(pod);
  }

  private Optional<ProcessHandle> process(String file) throws IOException {
    return ProcessHandle.of(
            Long.parseLong(Files.readString(directory.resolve("own").resolve(file)).strip()))
        .filter(it -> !isZombie(it));
  }

  private static boolean isZombie(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/stat")).contains(") Z ");
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void whoeverIsInterruptedEndsTheDriver() throws Exception {
    CommandDriver driver = doing("echo $$ >own; sleep 50");
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> asking =
          thread.submit(
              () -> {
                driver.remove("one");
                return "";
              });
      Path own = directory.resolve("own/own");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!Files.exists(own) || Files.size(own) == 0) {
        assertThat(System.nanoTime()).as("time").isLessThan(end);
        Thread.onSpinWait();
      }

      thread.shutdownNow();

      assertThatThrownBy(() -> asking.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedException.class);
      assertThat(process("own")).isEmpty();
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void timeoutsGrowWithTheMachine() {
    assertThat(Timeouts.USUAL.scaled(2.5).of(Verb.STATUS)).isEqualTo(Duration.ofSeconds(50));
    assertThatThrownBy(() -> Timeouts.USUAL.with(Verb.RUN, Duration.ZERO))
        .hasMessage("no time for run");
  }
}
