package org.appctoolkit.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.runtime.cli.Tool.Ran;
import org.appctoolkit.runtime.execute.TestStore.Image;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pods that really run, by our own stage1, on this kernel. */
@Timeout(120)
class RunningPodsTest extends LivePods {
  private static final String ONE = Tool.uuid(1);

  @AfterEach
  void nothingIsLeft() throws IOException {
    await(() -> processes().isEmpty());
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(directory.toString());
  }

  private Path manifest(String text) throws IOException {
    return Files.writeString(directory.resolve("pod.json"), text);
  }

  private String app(String name, String... words) {
    return """
        {
          "name": "%s",
          "image": { "id": "%s" },
          "app": { "exec": ["/bin/probe", "%s"], "user": "0", "group": "0" }
        }
        """
        .formatted(name, probe, String.join("\", \"", words));
  }

  private Path pod(String... apps) throws IOException {
    return manifest(
        "{ \"acKind\": \"PodManifest\", \"acVersion\": \"0.8.11\", \"apps\": [%s] }"
            .formatted(String.join(", ", apps)));
  }

  private Path place(String uuid) {
    return directory.resolve("runtime/pods").resolve(uuid);
  }

  // --- running

  @Test
  void anAppSeesItsPodAndNothingElse() {
    Ran ran = tool.run("run", PROBE);

    assertThat(ran.status()).isEqualTo(0);
    assertThat(ran.out())
        .contains("ppid 1\n", "uid 0 0 0\n", "hostname " + ONE + "\n")
        .contains("environment AC_APP_NAME=probe\n")
        .doesNotContain(directory.toString());
  }

  @Test
  void theStatusIsThatOfTheFirstAppThatFailed() throws IOException {
    Ran ran =
        tool.run(
            "run",
            "-q",
            pod(app("one", "exit", "0"), app("two", "exit", "3"), app("three", "signal", "9")));

    assertThat(ran.status()).isEqualTo(3);
    assertThat(tool.run("status", ONE).out())
        .contains(
            "app one: exited, exit 0", "app two: exited, exit 3", "app three: exited, signal 9");
  }

  @Test
  void anImageIsRunWithThoseItDependsOn() throws IOException {
    store.add(
        new Image(
                """
                {
                  "acKind": "ImageManifest",
                  "acVersion": "0.8.11",
                  "name": "example.org/on-top",
                  "dependencies": [{ "imageName": "%s" }],
                  "app": { "exec": ["/bin/probe", "cat", "/data"], "user": "0", "group": "0" }
                }
                """
                    .formatted(PROBE))
            .file("data", "of the image on top"));

    Ran ran = tool.run("run", "example.org/on-top");

    assertThat(ran.out()).isEqualTo("of the image on top");
  }

  @Test
  void aProgramThatIsNotThereIs127() {
    Ran ran = tool.run("run", PROBE, "--exec", "/none");

    assertThat(ran.status()).isEqualTo(127);
    assertThat(ran.err()).contains("app probe failed: ");
  }

  @Test
  void whatAnAppWritesIsSeenByItAlone() throws IOException {
    tool.run("run", "-q", PROBE, "--", "write", "/mark", "one");
    Ran other = tool.run("run", PROBE, "--", "stat", "/mark");
    Ran copied =
        tool.run("run", "--no-overlay", PROBE, "--", "write", "/mark", "x", ",", "cat", "/mark");

    assertThat(other.out()).contains("stat /mark error ENOENT");
    assertThat(copied.out()).isEqualTo("write /mark ok\nx");
    try (Stream<Path> trees = Files.list(directory.resolve("runtime/trees"))) {
      assertThat(trees.map(it -> it.resolve("rootfs/mark"))).noneMatch(Files::exists);
    }
  }

  @Test
  void anAppThatFailsIsBegunAgain() {
    Ran ran =
        tool.run("run", "--restart", "on-failure:2", PROBE, "--", "print", "x", ",", "exit", "1");

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).endsWith("x\nx\nx\n");
    assertThat(tool.run("status", ONE).out()).contains("restarts 2");
  }

  @Test
  void allOutputIsShownOverRotations() throws Exception {
    RuntimeProcess process =
        RuntimeProcess.start(
            directory,
            "run",
            "--log-limit",
            "16Mi",
            PROBE,
            "--exec",
            "/bin/probe",
            "--",
            "letters",
            "stdout",
            "50000000",
            ",",
            "print",
            "end");

    Ran ran = process.ended();

    assertThat(ran.status()).isEqualTo(0);
    assertThat(ran.err()).doesNotContain("rotated away");
    assertThat(ran.out()).hasSize(50_000_004).endsWith("end\n");
  }

  @Test
  void aVolumeIsSharedByTwoApps() throws IOException {
    String shared = "\"mounts\": [{ \"volume\": \"shared\", \"path\": \"/shared\" }], ";
    String writes =
        app("one", "write", "/shared/x", "hello").replaceFirst("\"name\"", shared + "\"name\"");
    String reads =
        app("two", "await", "/shared/x", ",", "stat", "/shared")
            .replaceFirst("\"name\"", shared + "\"name\"");

    Ran ran =
        tool.run(
            "run",
            manifest(
                """
                {
                  "acKind": "PodManifest",
                  "acVersion": "0.8.11",
                  "apps": [%s, %s],
                  "volumes": [{ "name": "shared", "kind": "empty", "mode": "0770", "uid": 7, "gid": 8 }]
                }
                """
                    .formatted(writes, reads)));

    assertThat(ran.status()).isEqualTo(0);
    assertThat(ran.out()).contains("two: stat /shared directory 0770 7 8 ");
  }

  @Test
  void aContainerRuntimeManifestIsRun() throws IOException {
    ImageId old =
        store.add(
            new Image(
                    """
                    {
                      "acKind": "ImageManifest",
                      "acVersion": "0.4.1",
                      "name": "example.org/old",
                      "app": { "exec": ["/bin/probe", "ids"], "user": "0", "group": "0" }
                    }
                    """)
                .probe());

    Ran ran =
        tool.run(
            "run",
            manifest(
                """
                {
                  "acKind": "ContainerRuntimeManifest",
                  "acVersion": "0.4.1",
                  "uuid": "6733c088-a507-4694-aabf-edbe4fc5266f",
                  "apps": [{ "name": "old", "image": { "id": "%s" } }]
                }
                """
                    .formatted(old)));

    assertThat(ran.err()).doesNotContain("failed");
    assertThat(ran.status()).isEqualTo(0);
    assertThat(ran.out()).contains("uid 0 0 0\n");
  }

  @Test
  void manyPodsStartAtTheSameTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Ran>> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String word = Integer.toString(i);
        running.add(
            threads.submit(
                () -> tool.run("run", PROBE, "--exec", "/bin/probe", "--", "print", word)));
      }
      List<String> outputs = new ArrayList<>();
      for (Future<Ran> each : running) {
        outputs.add(each.get().out());
      }

      assertThat(outputs).containsExactly("0\n", "1\n", "2\n", "3\n", "4\n", "5\n", "6\n", "7\n");
    } finally {
      threads.shutdownNow();
    }
    assertThat(tool.run("gc").out()).endsWith("removed 8 pods, 1 tree and 0 leftovers\n");
  }

  // --- entering and stopping

  private String forever() {
    Ran ran =
        tool.run(
            "run",
            "--detach",
            "-q",
            PROBE,
            "--exec",
            "/bin/probe",
            "--",
            "print",
            "up",
            ",",
            "forever");
    assertThat(ran.err()).isEmpty();
    return ran.out().strip();
  }

  @Test
  void aCommandIsRunBesideAnApp() throws Exception {
    String pod = forever();

    Ran entered =
        RuntimeProcess.start(
                directory,
                "enter",
                pod,
                "probe",
                "/bin/probe",
                "processes",
                ",",
                "environment",
                ",",
                "exit",
                "5")
            .ended();
    Ran missing = RuntimeProcess.start(directory, "enter", pod, "none", "/bin/probe").ended();
    tool.run("stop", pod);

    assertThat(entered.status()).isEqualTo(5);
    assertThat(entered.out())
        .contains("process 1 0 ", "process 2 1 ", "environment AC_APP_NAME=probe\n");
    assertThat(missing.status()).isEqualTo(125);
    assertThat(missing.err()).contains("there is no app \"none\" in the pod, only probe");
  }

  @Test
  void aDetachedPodIsStopped() throws IOException {
    String pod = forever();
    await(() -> tool.run("logs", pod).out().equals("up\n"));

    Ran running = tool.run("list");
    Ran stopped = tool.run("stop", pod);

    assertThat(running.out()).contains(pod + "  running ");
    assertThat(stopped.out()).isEqualTo(pod + " exited (143)\n");
    assertThat(tool.run("logs", pod).out()).isEqualTo("up\n");
  }

  @Test
  void aPodIsEndedAtOnce() {
    String pod = forever();

    assertThat(tool.run("stop", "--force", pod).out()).isEqualTo(pod + " failed\n");
    assertThat(tool.run("status", pod).out()).contains("app probe: failed", "ended together with");
    assertThat(tool.run("gc").out()).contains("removed 1 pod, 1 tree");
  }

  // --- dying

  private RuntimeProcess attended(String... words) throws IOException {
    List<Object> all = new ArrayList<>(List.of("run", "-q", PROBE, "--exec", "/bin/probe", "--"));
    all.addAll(List.of(words));
    RuntimeProcess process = RuntimeProcess.start(directory, all.toArray());
    await(() -> tool.run("list").out().contains("  running "));
    String pod = tool.run("list").out().substring(0, 36);
    await(() -> tool.run("logs", pod).out().equals("up\n"));
    return process;
  }

  @Test
  void aPodStopsWhenWhoeverHoldsItIsKilled() throws Exception {
    RuntimeProcess process = attended("print", "up", ",", "forever");

    process.kill();

    await(() -> tool.run("list").out().contains("  exited (143) "));
    assertThat(tool.run("gc").out()).contains("removed 1 pod, 1 tree and 0 leftovers");
  }

  @Test
  void aPodStopsInOrderBeforeWhoeverHoldsItEnds() throws Exception {
    RuntimeProcess process = attended("on-term", "7", ",", "print", "up", ",", "forever");

    process.terminate();
    Ran ran = process.ended();

    assertThat(ran.status()).isEqualTo(143);
    assertThat(tool.run("list").out()).contains("  exited (7) ");
  }

  @Test
  void aPodWhoseKeeperIsKilledIsOver() throws Exception {
    RuntimeProcess process = attended("print", "up", ",", "forever");
    String pod = tool.run("list").out().substring(0, 36);
    long keeper = Long.parseLong(Files.readString(place(pod).resolve("pid")).split(" ", -1)[0]);

    ProcessHandle.of(keeper).orElseThrow().destroyForcibly();
    Ran ran = process.ended();

    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err()).contains("the pod failed: stage1 died");
    assertThat(tool.run("gc").out()).contains("removed 1 pod, 1 tree and 0 leftovers");
  }

  @Test
  void aPodIsFollowedFromAnotherProcess() throws Exception {
    String pod = forever();
    RuntimeProcess follower = RuntimeProcess.start(directory, "logs", "-f", pod);
    await(() -> follower.out().equals("up\n"));

    tool.run("stop", pod);

    assertThat(follower.ended()).isEqualTo(new Ran(0, "up\n", ""));
  }

  // --- without root

  @Test
  void anybodyRunsPods() throws Exception {
    OrdinaryUser user = OrdinaryUser.in(directory);

    Ran overlay = user.run("run", PROBE, "--", "ids", ",", "write", "/x", "1");
    Ran copy = user.run("run", "--no-overlay", PROBE, "--", "ids", ",", "exit", "3");
    Ran collected = user.run("gc");

    assertThat(overlay.err()).contains("appc: reduced: ");
    assertThat(overlay.out()).endsWith("uid 0 0 0\ngid 0 0 0\ngroups\nwrite /x ok\n");
    assertThat(overlay.status()).isEqualTo(0);
    assertThat(copy.status()).isEqualTo(3);
    assertThat(collected.out()).endsWith("removed 2 pods, 1 tree and 0 leftovers\n");
  }
}
