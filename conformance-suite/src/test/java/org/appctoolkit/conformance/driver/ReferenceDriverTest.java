package org.appctoolkit.conformance.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.appctoolkit.conformance.driver.ReferenceDriver.Stage1;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the driver of the reference runtime makes of what {@code appc} says, which is a script. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "drivers run on Linux")
@Timeout(60)
class ReferenceDriverTest {
  private static final String POD = "12345678-0000-4000-8000-000000000001";

  @TempDir private Path directory = Path.of("");

  private final List<Exchange> exchanges = new ArrayList<>();
  private Path app = Path.of("");

  @BeforeEach
  void makeAPod() throws IOException {
    Files.createDirectory(directory.resolve("scratch"));
    app = directory.resolve("own/runtime/pods").resolve(POD).resolve("apps/web");
    Files.createDirectories(app);
    Files.createDirectory(directory.resolve("own/store"));
  }

  private CommandDriver driver(Stage1 stage1, String appc) throws IOException {
    String script = Script.doing(directory, "echo \"$*\" >>words\n" + appc).toString();
    Path place = Files.createTempDirectory(directory, "driver");
    return new CommandDriver(
        ReferenceDriver.in(place, stage1),
        directory.resolve("own"),
        directory.resolve("scratch"),
        Map.of(ReferenceDriver.COMMAND_VARIABLE, script),
        Timeouts.USUAL,
        exchanges::add);
  }

  private CommandDriver driver(String appc) throws IOException {
    return driver(Stage1.OURS, appc);
  }

  private String words() throws IOException {
    return Files.readString(directory.resolve("own/words"));
  }

  @ParameterizedTest
  @EnumSource
  void theRuntimeIsDescribed(Stage1 stage1) throws Exception {
    CommandDriver driver =
        driver(stage1, "echo 'appc 0.1.0-SNAPSHOT'; echo 'specification 0.8.10, 0.8.11'");

    RuntimeDescription description = driver.describe();

    assertThat(description.name()).isEqualTo("appc runtime, " + stage1);
    assertThat(description.version()).isEqualTo("0.1.0-SNAPSHOT");
    assertThat(description.specVersion()).isEqualTo("0.8.11");
    assertThat(description.capabilities())
        .contains("multi-app", "kill-app", "isolator/os/unix/sysctl")
        .allMatch(Capabilities::isKnown);
    assertThat(description.capabilities().contains("isolator/os/linux/seccomp-retain-set"))
        .isEqualTo(stage1 != Stage1.RUNC);
  }

  @Test
  void itClaimsWhatItsUserCanDo() throws Exception {
    boolean root = System.getProperty("user.name", "").equals("root");

    RuntimeDescription description = driver("echo appc 1; echo specification 0.8.11").describe();

    assertThat(description.capabilities().contains("network")).isEqualTo(root);
    assertThat(description.capabilities().contains("rootless")).isEqualTo(!root);
  }

  @Test
  void anImageIsAdded() throws Exception {
    CommandDriver driver = driver("echo sha512-0123456789abcdef");

    String image = driver.importImage(Path.of("/a b.aci"));

    assertThat(image).isEqualTo("sha512-0123456789abcdef");
    assertThat(words()).isEqualTo("store add --store " + directory + "/own/store /a b.aci\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void whatIsRefusedHasTheReasonOfAppc(int status) throws Exception {
    CommandDriver driver =
        driver("printf '\\nappc: no \"good\\\\bad\"\\n\\there\\n' >&2; exit " + status);

    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> driver.importImage(Path.of("/a.aci")));

    assertThat(refused.reason()).isEqualTo("appc: no \"good\\bad\"  here");
  }

  @Test
  void whatBreaksIsNotRefused() throws Exception {
    CommandDriver driver = driver("echo 'appc: no room' >&2; exit 3");

    DriverException broken =
        catchThrowableOfType(DriverException.class, () -> driver.importImage(Path.of("/a.aci")));

    assertThat(broken).hasMessageContaining("exit status 3: ").hasMessageContaining("no room");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 125})
  void aPodThatWasMadeIsNamed(int status) throws Exception {
    CommandDriver driver =
        driver(
            Stage1.NSPAWN,
            "while [ $# -gt 1 ]; do [ \"$1\" != --uuid-file ] || echo %s >\"$2\"; shift; done; exit %d"
                .formatted(POD, status));

    String pod = driver.run(Path.of("/pod.json"));

    assertThat(pod).isEqualTo(POD);
    assertThat(words())
        .startsWith("runtime run --detach --quiet --uuid-file ")
        .contains(" --stage1 nspawn ")
        .endsWith(" /pod.json\n");
  }

  @Test
  void aStatusIsHandedOn() throws Exception {
    CommandDriver driver =
        driver(
            """
            cat <<'END'
            {
              "uuid": "u",
              "state": "running",
              "reason": "of \\"address\\": \\"x\\"",
              "network": {
                "kind": "bridge",
                "address": "10.214.0.2"
              },
              "apps": []
            }
            END
            """);

    PodStatus status = driver.status(POD);

    assertThat(status.address()).contains("10.214.0.2");
    assertThat(status.reason()).contains("of \"address\": \"x\"");
    assertThat(status.uuid()).contains("u");
    assertThat(words())
        .isEqualTo("runtime status --json --dir %s/own/runtime %s\n".formatted(directory, POD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345678", "../pods/" + POD, ".", "none"})
  void aPodIsNamedInFull(String pod) throws Exception {
    CommandDriver driver = driver("echo '{}'");

    assertThat(catchThrowableOfType(RefusedException.class, () -> driver.status(pod))).isNotNull();
    assertThat(catchThrowableOfType(RefusedException.class, () -> driver.remove(pod))).isNotNull();
  }

  @Test
  void aLogIsCopiedByteByByte() throws Exception {
    byte[] first = {0, 'a', '\r', '\n', (byte) 0xFF};
    byte[] second = {'b', 0};
    Files.write(app.resolve("stdout.1"), first);
    Files.write(app.resolve("stdout"), second);
    Files.writeString(app.resolve("status"), "state running\nlost-stderr 5\n");
    Path file = directory.resolve("log");

    driver("exit 9").logs(POD, "web", LogStream.STDOUT, file);
    driver("exit 9").logs(POD, "web", LogStream.STDERR, directory.resolve("other"));

    assertThat(file).hasBinaryContent(new byte[] {0, 'a', '\r', '\n', (byte) 0xFF, 'b', 0});
    assertThat(exchanges.get(0).stdout()).isEqualTo("{ \"complete\": true }\n");
    assertThat(exchanges.get(1).stdout()).isEqualTo("{ \"complete\": false }\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"db", "../web", ""})
  void anAppThatIsNotThereHasNoLog(String name) throws Exception {
    CommandDriver driver = driver("exit 9");
    Path file = directory.resolve("log");

    assertThat(
            catchThrowableOfType(
                RefusedException.class, () -> driver.logs(POD, name, LogStream.STDOUT, file)))
        .isNotNull();
    assertThat(file).doesNotExist();
  }

  @Test
  void aPodThatIsOverIsStoppedWithoutEffect() throws Exception {
    driver("exit 1").stop(POD);

    assertThat(exchanges.get(0).exit()).isEqualTo(OptionalInt.of(0));
    assertThat(catchThrowableOfType(DriverException.class, () -> driver("exit 3").stop(POD)))
        .isNotNull();
  }

  @Test
  void theMainProcessOfAnAppIsKilled() throws Exception {
    Process process = new ProcessBuilder("sleep", "50").start();
    long own = ProcessHandle.current().pid();
    Files.writeString(app.resolve("../../init"), own + " 1\n");
    Files.writeString(app.resolve("status"), "state running\npid " + process.pid() + "\n");

    driver("exit 9").killApp(POD, "web");

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 9);
  }

  @Test
  void anAppThatDoesNotRunIsNotKilled() throws Exception {
    Files.writeString(app.resolve("../../init"), "1 1\n");
    Files.writeString(app.resolve("status"), "state exited\nexit 0\n");
    CommandDriver driver = driver("exit 9");

    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> driver.killApp(POD, "web"));

    assertThat(refused.reason()).isEqualTo("no process of the app web runs");
  }

  @Test
  void nothingIsLeftInTheDirectoryOfTheDriver() throws Exception {
    driver("exit 0").remove(POD);

    try (var files = Files.list(directory.resolve("own"))) {
      assertThat(files.map(it -> String.valueOf(it.getFileName())))
          .containsExactlyInAnyOrder("runtime", "store", "words");
    }
  }
}
