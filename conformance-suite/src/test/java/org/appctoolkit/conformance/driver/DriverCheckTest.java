package org.appctoolkit.conformance.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.conformance.driver.Check.Result;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.spec.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the check says of a driver that keeps the protocol, and of that with one thing wrong. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "drivers run on Linux")
@Timeout(120)
class DriverCheckTest {
  private static final Timeouts IMPATIENT = Timeouts.USUAL.with(Verb.LOGS, Duration.ofSeconds(6));
  private static final String NONCE = "0123456789abcdef".repeat(2);

  @TempDir private Path directory = Path.of("");

  private Path miniature = Path.of("");

  @BeforeEach
  void writeTheMiniature() throws IOException {
    try (InputStream in = DriverCheckTest.class.getResourceAsStream("miniature")) {
      assertThat(in).isNotNull();
      miniature = Script.doing(directory, "");
      Files.write(miniature, in.readAllBytes());
    }
    Files.createDirectory(directory.resolve("own"));
    Files.createDirectory(directory.resolve("scratch"));
  }

  private List<Check> checked(Map<String, String> environment, Timeouts timeouts) throws Exception {
    CommandDriver driver =
        new CommandDriver(
            List.of(miniature.toString()),
            directory.resolve("own"),
            directory.resolve("scratch"),
            environment,
            timeouts,
            exchange -> {});
    ProbeProgram program = new ProbeProgram("amd64", Octets.of("no program"));
    return new DriverCheck(driver, timeouts, program, directory.resolve("scratch"), NONCE).run();
  }

  private List<Check> broken(String what) throws Exception {
    return checked(Map.of("BREAK", what), IMPATIENT).stream()
        .filter(it -> it.result() == Result.BROKEN)
        .toList();
  }

  @Test
  void aDriverThatKeepsTheProtocolHasNothingBroken() throws Exception {
    List<Check> checks = checked(Map.of(), Timeouts.USUAL);

    assertThat(checks.stream().filter(it -> it.result() == Result.BROKEN)).isEmpty();
    assertThat(checks.stream().filter(it -> it.result() == Result.UNTRIED).map(Check::id))
        .containsExactly("kill-app-that-is-not-claimed");
    assertThat(checks.stream().map(Check::id)).doesNotHaveDuplicates().hasSizeGreaterThan(40);
    assertThat(checks.get(0).exchanges()).hasSize(1);
  }

  @Test
  void aRuntimeOfAnOldVersionIsCheckedAsWell() throws Exception {
    List<Check> checks = checked(Map.of("SPEC", "0.2.0", "BREAK", "runs-anything"), IMPATIENT);

    assertThat(checks.stream().filter(it -> it.id().equals("import")).map(Check::result))
        .containsExactly(Result.KEPT);
  }

  @Test
  void whatIsNotClaimedIsNotTried() throws Exception {
    List<Check> checks = checked(Map.of("BREAK", "kill-unclaimed"), Timeouts.USUAL);

    assertThat(checks.stream().filter(it -> it.result() == Result.BROKEN)).isEmpty();
    assertThat(checks.stream().filter(it -> it.result() == Result.UNTRIED).map(Check::id))
        .containsExactly(
            "arguments-of-kill-app", "kill-app-of-an-unknown-pod", "logs-apart", "kill-app");
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    checked(Map.of("BREAK", "waits"), Timeouts.USUAL);

    try (Stream<Path> left = Files.list(directory.resolve("own"))) {
      assertThat(left.map(it -> String.valueOf(it.getFileName())))
          .containsExactlyInAnyOrder("images", "runs");
    }
    try (Stream<Path> left = Files.list(directory.resolve("own/images"))) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "describe | describe | /capabilities/0 is a number, not a string",
        "describe-again | describe-again | and RuntimeDescription",
        "capabilities | capabilities | not known: \"multi-apps\"",
        "no-verb | no-verb | exit status 4, not exit status 2",
        "unknown-verb | unknown-verb | no-such-verb: exit status 2, not exit status 4",
        "arguments-of-describe | arguments-of-describe | describe none: exit status 0",
        "arguments-of-stop | arguments-of-stop | stop none none: exit status 1, not exit status 2",
        "no-kill | arguments-of-kill-app | exit status 3, not exit status 2",
        "status-of-an-unknown-pod | status-of-an-unknown-pod | exit status 0, not exit status 1",
        "remove-of-an-unknown-pod | remove-of-an-unknown-pod | exit status 0, not exit status 1",
        "takes-garbage | import-of-no-image | exit status 0, not exit status 1",
        "import-again | import-again | and \"sha512-",
        "runs-anything | run-of-a-malformed-manifest | exit status 0, not exit status 1",
        "runs-anything | run-of-an-unknown-image | exit status 0, not exit status 1",
        "wrong-exit | wait | has ended with status 3, and the status of the pod says otherwise",
        "no-app | wait | the status of the pod has no app checked",
        "never-over | wait | its state is \"running\", not exited or failed",
        "status-differs | status-of-a-pod-that-is-over | it was PodStatus",
        "logs-cut | logs | what the app has written is not all there",
        "logs-no-file | logs | there is no file afterwards",
        "merges | logs-apart | is in the log of its output",
        "logs-cut | logs-of-a-pod-that-runs | what the app has written is not there",
        "any-app | logs-of-an-unknown-app | exit status 0, not exit status 1",
        "any-stream | logs-of-no-stream | exit status 0, not exit status 2",
        "stop-once | stop-of-a-pod-that-is-over | exit status 1, not exit status 0",
        "removes-nothing | remove-again | exit status 0, not exit status 1",
        "waits | run-does-not-wait | its state is \"exited\"",
        "removes-anything | remove-of-a-pod-that-runs | exit status 0, not exit status 1",
        "stop-nothing | stop | its state is \"running\", not exited or failed",
        "kill-lies | kill-app | does not say that the app was ended by signal 9",
        "remove-image-keeps | remove-image | exit status 0, not exit status 1",
      })
  void whatADriverDoesWrongIsFound(String what, String id, String told) throws Exception {
    List<Check> broken = broken(what);

    assertThat(broken.stream().filter(it -> it.id().equals(id)).map(Check::told))
        .singleElement()
        .asString()
        .contains(told);
  }

  @Test
  void namesThatNobodyKnowsAreNoViolationOfAMust() throws Exception {
    assertThat(broken("capabilities")).extracting(Check::level).containsExactly(Level.SHOULD);
  }

  @Test
  void aDriverThatHangsBreaksWhatItWasTriedFor() throws Exception {
    Files.writeString(miniature, "#!/bin/sh\nexec sleep 50\n");
    Timeouts timeouts = Timeouts.USUAL.scaled(0.002);

    List<Check> checks = checked(Map.of(), timeouts);

    assertThat(checks.get(0).result()).isEqualTo(Result.BROKEN);
    assertThat(checks.get(0).told()).isEqualTo("describe: no end within 40 ms, not exit status 0");
    assertThat(checks.stream().filter(it -> it.result() == Result.KEPT)).isEmpty();
  }

  @Test
  void aDriverThatIsNotThereIsNotChecked() throws IOException {
    Files.delete(miniature);

    assertThatThrownBy(() -> checked(Map.of(), Timeouts.USUAL))
        .isInstanceOf(DriverException.class)
        .hasMessageContaining("there is no such program");
  }
}
