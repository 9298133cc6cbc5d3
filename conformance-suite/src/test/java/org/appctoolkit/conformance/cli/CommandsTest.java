package org.appctoolkit.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.spi.ToolProvider;
import org.appctoolkit.conformance.run.Trial;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands, with a driver that is a script and scenarios that run no pods. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class CommandsTest {
  private static final String DRIVER =
      """
      #!/bin/sh
      case $1 in
        describe) echo '{"protocol": 1, "name": "script", "version": "1",
          "specVersion": "0.8.11", "capabilities": ["multi-app"]}' ;;
        *) exit 4 ;;
      esac
      """;

  @TempDir private Path directory = Path.of("");

  private String driver = "";

  @BeforeEach
  void writeADriver() throws IOException {
    driver = script("driver", DRIVER);
  }

  private String script(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  private record Ran(int status, String out, String err) {}

  private static Ran conformance(List<Scenario> scenarios, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        new ConformanceTool(Map.of(), InstantSource.system(), scenarios)
            .run(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Scenario scenario(String id, boolean holds) {
    return Scenario.of(id, "nothing is run", stage -> {})
        .expecting("it", Trial.CLAUSE, scene -> Judgement.when(holds, "yes", "no"));
  }

  private static final List<Scenario> FINE = List.of(scenario("fine", true));
  private static final List<Scenario> WRONG =
      List.of(scenario("fine", true), scenario("wrong", false));

  @Test
  void theToolIsFoundByItsName() {
    assertThat(ServiceLoader.load(ToolProvider.class))
        .extracting(ToolProvider::name)
        .contains("appc-conformance");
  }

  @Test
  void nothingThatFailedIsStatus0() {
    assertThat(conformance(FINE, "run", "--runtime", driver).status()).isEqualTo(0);
  }

  @Test
  void somethingThatFailedIsStatus1AndTold() {
    Ran ran = conformance(WRONG, "run", "--runtime", driver);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).contains("FAILED wrong/it", "expected  yes", "observed  no");
  }

  @Test
  void whatFailedCountsFromTheLevelOfFailOnOn() {
    assertThat(conformance(WRONG, "run", "--runtime", driver, "--fail-on", "never").status())
        .isEqualTo(0);
  }

  @Test
  void nothingSelectedIsStatus2() {
    Ran ran = conformance(WRONG, "run", "--runtime", driver, "--id", "wrnog");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).startsWith("appc: nothing is selected: ").contains("did you mean wrong");
  }

  @Test
  void somethingThatErroredIsStatus3() {
    List<Scenario> broken =
        List.of(
            scenario("wrong", false),
            Scenario.of("broken", "it breaks", stage -> stage.run(Trial.pod()))
                .expecting("it", Trial.CLAUSE, scene -> Judgement.when(true, "", "")));

    Ran ran = conformance(broken, "run", "--runtime", driver);

    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.out()).contains("ERRORED broken/it");
  }

  @Test
  void aDriverThatIsNotThereIsStatus3() {
    Ran ran = conformance(FINE, "run", "--runtime", directory.resolve("none"));

    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.err()).contains("there is no such program");
  }

  @Test
  void aRunOutOfTimeIsStatus4() {
    List<Scenario> slow =
        List.of(
            Scenario.of("slow", "it waits", stage -> new CountDownLatch(1).await())
                .expecting("it", Trial.CLAUSE, scene -> Judgement.when(true, "", "")));

    Ran ran = conformance(slow, "run", "--runtime", driver, "--max-seconds", 1);

    assertThat(ran.status()).isEqualTo(4);
    assertThat(ran.out()).contains("out-of-time, 1 scenario not played");
  }

  @Test
  void aDryRunPlaysNothing() {
    Ran ran = conformance(WRONG, "run", "--runtime", driver, "--dry-run");

    assertThat(ran.status()).isEqualTo(0);
    assertThat(ran.out()).contains("play  wrong/it", "2 to be judged, 0 to be skipped");
  }

  @Test
  void theListHasTheClauseAndItsLevel() {
    Ran ran = conformance(FINE, "list");

    assertThat(ran.out()).contains("fine/it", "MUST", Trial.CLAUSE).hasLineCount(1);
  }

  @Test
  void everyReportThatIsAskedForIsWritten() {
    Path xml = directory.resolve("report.xml");
    Path tap = directory.resolve("report.tap");

    conformance(
        FINE, "run", "--runtime", driver, "--report", "junit=" + xml, "--report", "tap=" + tap);

    assertThat(xml).content().contains("<testcase classname=\"fine\" name=\"it\"");
    assertThat(tap).content().contains("ok 1 - fine");
  }

  @Test
  void aReportThatCannotBeWrittenIsStatus3() {
    Ran ran =
        conformance(FINE, "run", "--runtime", driver, "--report", "tap=" + directory + "/a/b");

    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.err()).startsWith("appc: cannot write ");
  }

  @Test
  void otherReportsAreMadeOfTheJsonReport() {
    Path json = directory.resolve("report.json");
    conformance(WRONG, "run", "--runtime", driver, "--report", "json=" + json);

    Ran ran = conformance(List.of(), "report", json, "--format", "tap");

    assertThat(ran.status()).isEqualTo(0);
    assertThat(ran.out()).contains("not ok ", "ok ").startsWith("TAP version 14\n");
  }

  @Test
  void whatIsNoReportIsStatus3() {
    Ran ran = conformance(List.of(), "report", driver);

    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.err()).contains("is no report of a run: line 1: ");
  }

  @Test
  void theSameSeedIsTheSameOrder() {
    List<Scenario> many =
        List.of(scenario("a", true), scenario("b", true), scenario("c", true), scenario("d", true));

    String first = conformance(many, "run", "--runtime", driver, "--seed", 5, "-j", 1).out();
    String second = conformance(many, "run", "--runtime", driver, "--seed", 5, "-j", 1).out();

    assertThat(order(first)).isEqualTo(order(second)).hasSize(4);
  }

  private static List<String> order(String out) {
    return out.lines().filter(it -> it.startsWith("[")).map(it -> it.split(" +", -1)[1]).toList();
  }

  @Test
  void whatIsKeptStays() {
    Path kept = directory.resolve("kept");

    conformance(FINE, "run", "--runtime", driver, "--keep", kept);

    assertThat(kept.resolve("driver.log")).content().contains("describe", "exit status 0");
  }

  @Test
  void theDriverIsGivenItsArgumentsBeforeTheVerb() throws IOException {
    String shifting = script("shifting", DRIVER.replace("case $1", "case $3"));

    Ran ran =
        conformance(FINE, "run", "--runtime", shifting, "--driver-arg=--name", "--driver-arg=a b");

    assertThat(ran.status()).isEqualTo(0);
  }

  @Test
  void theDriverCanCallThisAppc() throws IOException {
    String calling = script("calling", DRIVER.replace("case $1", "[ -x \"$APPC\" ] && case $1"));

    assertThat(conformance(FINE, "run", "--runtime", calling).status()).isEqualTo(0);
  }

  @Test
  void aDriverThatKeepsNothingIsSaid() {
    Ran ran = conformance(FINE, "driver", "check", driver);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).contains("broken ");
  }

  @Test
  void wrongUseIsStatus2() {
    Ran ran = conformance(FINE, "run", "--runtime", driver, "--levle", "must");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("there is no option --levle; did you mean --level?");
  }
}
