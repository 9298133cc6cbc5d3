package org.appctoolkit.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.runtime.cli.Tool.Ran;
import org.appctoolkit.runtime.execute.Stage1;
import org.appctoolkit.runtime.execute.TestStore;
import org.appctoolkit.runtime.execute.TestStore.Image;
import org.appctoolkit.runtime.supervision.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same pods from manifest to end, run by each of the stage1s that come with the tool. */
@ParameterizedClass
@EnumSource(Stage1.BuiltIn.class)
@Timeout(120)
class Stage1sTest {
  private static final String ONE = Tool.uuid(1);
  private static final String PROBE = "example.org/probe";

  @Parameter Stage1.BuiltIn stage1 = Stage1.BuiltIn.OURS;

  @TempDir private Path directory = Path.of("");

  private Tool tool;
  private ImageId probe;

  @BeforeEach
  void makeAStore() throws IOException {
    assumeTrue(
        System.getProperty("os.name", "").equals("Linux")
            && System.getProperty("user.name", "").equals("root")
            && Probe.isBuilt(),
        "takes root on Linux, and a C compiler");
    String program =
        switch (stage1) {
          case OURS -> "sh";
          case RUNC -> "runc";
          case NSPAWN -> "systemd-nspawn";
        };
    assumeTrue(Probe.hostHas(program), "takes " + program);
    tool = new Tool(directory);
    probe = new TestStore(directory.resolve("store")).add(Image.ofApp(PROBE, "/bin/probe").probe());
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    await(this::nothingRuns);
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(directory.toString());
    assertThat(tool.run("gc").status()).isZero();
    try (var pods = Files.list(directory.resolve("runtime/pods"))) {
      assertThat(pods).isEmpty();
    }
  }

  private Path pod(String version, String apps) throws IOException {
    return Files.writeString(
        directory.resolve("pod.json"),
        """
        {
          "acKind": "PodManifest",
          "acVersion": "%s",
          "apps": [%s]
        }
        """
            .formatted(version, apps));
  }

  private String app(String name, String rest, String... words) {
    return """
        {
          "name": "%s",
          "image": { "id": "%s" },
          "app": { "exec": ["/bin/probe", "%s"], "user": "7", "group": "8"%s }
        }
        """
        .formatted(name, probe, String.join("\", \"", words), rest);
  }

  private Path twoApps() throws IOException {
    String handlers =
        ", \"eventHandlers\": [{ \"name\": \"post-stop\", \"exec\": [\"/bin/probe\", \"print\","
            + " \"after\"] }]";
    String isolators =
        ", \"isolators\": [{ \"name\": \"os/linux/no-new-privileges\", \"value\": true }]";
    String mounts = "\"mounts\": [{ \"volume\": \"shared\", \"path\": \"/shared\" }], ";
    String apps =
        app("one", handlers, "ids", ",", "write", "/shared/x", "hello", ",", "exit", "3")
            + ", "
            + app("two", isolators, "await", "/shared/x", ",", "capabilities");
    Path pod = pod("0.8.11", apps.replace("\"app\":", mounts + "\"app\":"));
    String volume = "{ \"name\": \"shared\", \"kind\": \"empty\", \"uid\": 7, \"gid\": 8 }";
    return Files.writeString(
        pod,
        Files.readString(pod).replace("\"apps\":", "\"volumes\": [" + volume + "], \"apps\":"));
  }

  @Test
  void twoAppsShareAVolumeAndEndEachInItsWay() throws IOException {
    Ran ran = tool.run("run", "--stage1", stage1, twoApps());

    assertThat(ran.status()).as(ran.err()).isEqualTo(3);
    assertThat(ran.out())
        .contains("one: uid 7 7 7\n", "one: gid 8 8 8\n", "one: after\n")
        .contains("two: no-new-privileges 1\n")
        .doesNotContain(directory.toString());
    assertThat(tool.run("status", ONE).out())
        .contains("app one: exited, exit 3", "app two: exited, exit 0");
  }

  @Test
  void aDetachedPodIsEnteredAndStopped() throws Exception {
    Ran ran =
        tool.run(
            "run",
            "--detach",
            "-q",
            "--stage1",
            stage1,
            PROBE,
            "--exec",
            "/bin/probe",
            "--",
            "on-term",
            "5",
            ",",
            "print",
            "up",
            ",",
            "forever");
    String pod = ran.out().strip();
    awaitOutput("up\n");

    Ran entered =
        RuntimeProcess.start(directory, "enter", pod, "probe", "/bin/probe", "hostname").ended();
    Ran stopped = tool.run("stop", pod);

    assertThat(entered.out()).isEqualTo("hostname " + ONE + "\n");
    assertThat(stopped.out()).isEqualTo(pod + " exited (5)\n");
    assertThat(tool.run("logs", pod).out()).isEqualTo("up\nterminated\n");
  }

  private void awaitOutput(String said) {
    await(() -> tool.run("logs", ONE).out().equals(said));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time").isLessThan(end);
    }
  }

  @Test
  void aPodIsEndedAtOnce() {
    Ran ran =
        tool.run(
            "run",
            "--detach",
            "-q",
            "--stage1",
            stage1,
            PROBE,
            "--exec",
            "/bin/probe",
            "--",
            "print",
            "up",
            ",",
            "forever");
    awaitOutput("up\n");

    Ran stopped = tool.run("stop", "--force", ran.out().strip());

    assertThat(stopped.out()).isEqualTo(ONE + " failed\n");
    assertThat(tool.run("status", ONE).out()).contains("app probe: failed", "ended together with");
  }

  @Test
  void aPodOfAnOldVersionIsRunUnlessMountsCannotBeShared() throws IOException {
    Ran ran = tool.run("run", "--stage1", stage1, pod("0.5.1", app("one", "", "ids")));

    if (stage1 == Stage1.BuiltIn.RUNC) {
      assertThat(ran.status()).isEqualTo(125);
      assertThat(ran.err())
          .contains("app one: runc gives each process mounts of its own, so own-mounts should be");
    } else {
      assertThat(ran.status()).as(ran.err()).isZero();
      assertThat(ran.out()).contains("uid 7 7 7\n");
    }
  }

  @Test
  void anAppIsToldOfItsPodByAServiceThatIsStartedForIt() {
    String url = "$AC_METADATA_URL/acMetadata/v1/pod/uuid";

    Ran ran =
        tool.run(
            "run", "--stage1", stage1, PROBE, "--exec", "/bin/probe", "--", "http", "GET", url);

    assertThat(ran.out()).as(ran.err()).contains("http 200 ", "\n" + ONE + "\n");
  }

  private boolean nothingRuns() {
    return ProcessHandle.allProcesses()
        .noneMatch(
            it ->
                it.info()
                    .commandLine()
                    .filter(line -> line.contains(directory.toString()))
                    .isPresent());
  }
}
