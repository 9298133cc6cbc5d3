package org.appctoolkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code appc} in a made-up checkout, with a Maven and a Java that only say so. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "takes a POSIX shell")
@Timeout(60)
class LauncherTest {
  private static final String MAVEN =
      """
      echo build >>builds
      mkdir -p validator-cli/target/appc
      : >validator-cli/target/appc/appc-validator-cli-0.jar
      mkdir -p runtime-reference/target/appc
      : >runtime-reference/target/appc/appc-runtime-reference-0.jar
      mkdir -p conformance-suite/target/appc
      : >conformance-suite/target/appc/appc-conformance-suite-0.jar
      """;

  @TempDir private Path temporary = Path.of("");

  private Path checkout = Path.of("");
  private Path tools = Path.of("");

  @BeforeEach
  void makeACheckout() throws IOException {
    checkout = temporary.resolve("a checkout");
    tools = temporary.resolve("jdk");
    Files.createDirectories(checkout.resolve("validator-cli/src/main"));
    for (String module :
        List.of(
            "schemas", "validator-core", "runtime-reference", "conformance-suite", "fixtures")) {
      Files.createDirectories(checkout.resolve(module));
    }
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Files.writeString(checkout.resolve("validator-cli/src/main/A.java"), "class A {}");
    Files.copy(Path.of("..", "appc"), checkout.resolve("appc"));
    Files.createDirectories(tools.resolve("bin"));
    tool("mvn", MAVEN);
    java("17.0.1");
  }

  @Test
  void theFirstUseBuildsAndTheNextOnesDoNot() throws Exception {
    Ran first = appc("validate", "a file");
    Ran second = appc("version");

    assertThat(first.out).isEqualTo("org.appctoolkit.cli.Main|validate|a file|");
    assertThat(first.err).startsWith("appc: building");
    assertThat(second).isEqualTo(new Ran(0, "org.appctoolkit.cli.Main|version|", ""));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void classesAreSharedWithTheJavaThatBuiltOnly() throws Exception {
    String sharing =
        """
        for option; do
          case $option in
            -XX:DumpLoadedClassList=*) echo AClass >"${option#*=}" ;;
            -Xshare:dump) dumps=yes ;;
            -XX:SharedClassListFile=*) classes=${option#*=} ;;
            -XX:SharedArchiveFile=*) archive=${option#*=} ;;
          esac
        done
        if [ -n "${dumps:-}" ]; then
          cp -- "$classes" "$archive"
        elif [ -n "${archive:-}" ]; then
          printf 'shared|'; cat -- "$archive"
        fi
        """;
    java("17.0.1");
    prefixJava(sharing);

    Ran first = appc("version");
    java("17.0.2");
    prefixJava(sharing);
    Ran other = appc("version");

    assertThat(first.out).isEqualTo("shared|AClass\norg.appctoolkit.cli.Main|version|");
    assertThat(other.out).isEqualTo("org.appctoolkit.cli.Main|version|");
    assertThat(builds()).isEqualTo(1);
  }

  private void prefixJava(String script) throws IOException {
    Path file = tools.resolve("bin").resolve("java");
    tool("java", script + Files.readString(file).replaceFirst("#!/bin/sh\n", ""));
  }

  @Test
  void aSourceThatWasChangedIsBuiltAgain() throws Exception {
    appc();
    touch("validator-cli/src/main/A.java");

    assertThat(appc().err).startsWith("appc: building");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void neitherTestsNorWhatWasBuiltAreSources() throws Exception {
    Files.createDirectories(checkout.resolve("validator-cli/src/test"));
    Files.createDirectories(checkout.resolve("validator-cli/target"));
    Files.writeString(checkout.resolve("validator-cli/src/test/ATest.java"), "class ATest {}");
    Files.writeString(checkout.resolve("validator-cli/target/A.class"), "");
    appc();
    touch("validator-cli/src/test/ATest.java");
    touch("validator-cli/target/A.class");

    assertThat(appc().err).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void theCheckoutIsFoundThroughLinks() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("second"), checkout.resolve("appc"));
    Path further = Files.createDirectory(temporary.resolve("bin")).resolve("appc");
    Files.createSymbolicLink(further, Path.of("..", link.getFileName().toString()));

    Ran ran = run(start(further, List.of("version"), Map.of()));

    assertThat(ran.status).isEqualTo(0);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aBuildThatFailsIsStatus3WithTheEndOfItsLog() throws Exception {
    tool("mvn", "seq 1000; echo 'no such symbol' >&2; exit 1");

    Ran ran = appc("version");

    assertThat(ran.status).isEqualTo(3);
    assertThat(ran.err).contains("\n999\n1000\nno such symbol\nappc: the build failed");
    assertThat(ran.err.lines()).hasSizeLessThan(30);
    tool("mvn", MAVEN);
    assertThat(appc("version").status).isEqualTo(0);
  }

  @Test
  void usesAtTheSameTimeBuildOnce() throws Exception {
    Path gate = temporary.resolve("gate");
    assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor()).isZero();
    tool("mvn", "read -r line <'" + gate + "'\n" + MAVEN);
    List<Process> processes = new ArrayList<>();
    List<BufferedReader> messages = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Process process = start(checkout.resolve("appc"), List.of("version"), Map.of());
      processes.add(process);
      messages.add(process.errorReader());
    }

    List<String> firstLines = new ArrayList<>();
    for (BufferedReader message : messages) {
      firstLines.add(message.readLine());
    }
    Files.writeString(gate, "go\n");

    assertThat(firstLines).filteredOn(line -> line.startsWith("appc: building")).hasSize(1);
    assertThat(firstLines).filteredOn(line -> line.startsWith("appc: waiting")).hasSize(3);
    for (Process process : processes) {
      Ran ran = run(process);
      assertThat(ran.status).isEqualTo(0);
      assertThat(ran.out).isEqualTo("org.appctoolkit.cli.Main|version|");
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void theLockOfABuildThatDiedIsTakenOver() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectories(checkout.resolve("target/appc-build.lock"));
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

    Ran ran = appc("version");

    assertThat(ran.status).isEqualTo(0);
    assertThat(lock).doesNotExist();
  }

  @Test
  void anOldJavaIsRefused() throws Exception {
    java("11.0.2");

    Ran ran = appc("version");

    assertThat(ran.status).isEqualTo(3);
    assertThat(ran.err).contains("appc needs Java 17 or newer").contains("11.0.2");
  }

  @Test
  void aJavaWithoutAReleaseFileIsAsked() throws Exception {
    Files.delete(tools.resolve("release"));
    tool("java", "[ \"$1\" = -version ] && echo 'openjdk version \"1.8.0_402\"' >&2");

    assertThat(appc("version").err).contains("1.8.0_402");
  }

  @Test
  void aJavaHomeWithoutJavaIsRefused() throws Exception {
    Ran ran =
        run(
            start(
                checkout.resolve("appc"),
                List.of("version"),
                Map.of("JAVA_HOME", temporary.resolve("nowhere").toString())));

    assertThat(ran.status).isEqualTo(3);
    assertThat(ran.err).contains("there is no bin/java in it");
  }

  private record Ran(int status, String out, String err) {}

  private Ran appc(String... args) throws IOException, InterruptedException {
    return run(start(checkout.resolve("appc"), List.of(args), Map.of()));
  }

  private Process start(Path script, List<String> args, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).directory(temporary.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().merge("PATH", "", (path, none) -> tools.resolve("bin") + ":" + path);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Ran run(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), out, err);
  }

  private void java(String version) throws IOException {
    tool(
        "java",
        """
        while [ "$1" != org.appctoolkit.cli.Main ]; do shift; done
        printf '%s|' "$@"
        """);
    Files.writeString(
        tools.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
  }

  private void tool(String name, String script) throws IOException {
    Path file = Files.writeString(tools.resolve("bin").resolve(name), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void touch(String file) throws IOException {
    // Later than any build of this test, without waiting for it to be later.
    Files.setLastModifiedTime(
        checkout.resolve(file), FileTime.from(Instant.now().plusSeconds(3600)));
  }

  private long builds() throws IOException {
    return Files.readAllLines(checkout.resolve("builds")).size();
  }
}
