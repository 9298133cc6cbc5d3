package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That apps are in the cgroups that the plan says, and that these are there as long as the pod. */
class CgroupTest extends OfStage1 {
  private final OwnCgroups cgroups = new OwnCgroups();

  @AfterEach
  void noCgroupIsLeft() throws IOException {
    cgroups.remove();
  }

  @Test
  void whoTakesMoreMemoryThanItMayIsKilledAndOthersLive() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod(cgroups.memory(64 << 20))
            .app("hog", cgroups.join("memory"), "exec probe memory 268435456 , print survived")
            .app("other", "exec probe memory 134217728 , await /tmp/go , print lives")
            .start()
            .awaitLine("other", "memory ok");

    pod.await(() -> pod.status("hog").contains("state exited\n")).go();

    assertThat(pod.ended()).as(pod.messages()).isEqualTo(137);
    assertThat(pod.status("hog")).contains("signal 9\n");
    assertThat(pod.log("hog")).isEmpty();
    assertThat(pod.log("other")).isEqualTo("memory ok\nlives\n");
  }

  @Test
  void aForkBombHasAnEndAndLeavesNothing() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod(cgroups.processes(20))
            .app("bomb", cgroups.join("pids"), "exec probe children 1000 , print full , forever")
            .app("other", "exec probe children 100 , print done , forever")
            .start()
            .awaitLine("bomb", "full")
            .awaitLine("other", "done");
    Path namespace = pod.namespace();

    pod.letGo();

    assertThat(pod.ended()).isEqualTo(143);
    assertThat(pod.log("bomb")).isEqualTo("children 19\nfull\n");
    assertThat(pod.log("other")).startsWith("children 100\n");
    assertThat(HandmadePod.processesIn(namespace)).isEmpty();
    assertThat(cgroups.areThere()).isFalse();
  }

  @Test
  void anAppGetsNoMoreOfAProcessorThanItsQuota() throws IOException, InterruptedException {
    HandmadePod pod =
        pod().pod(cgroups.tenthOfProcessor()).app("a", cgroups.join("cpu"), "exec probe burn 3000");

    assertThat(pod.run()).as(pod.messages()).isZero();

    // 300 ms and what is left of a period at both ends.
    assertThat(Integer.parseInt(pod.log("a").strip().substring("burn ".length())))
        .isBetween(1, 500);
  }

  @Test
  void everyProcessOfAnAppIsInAllItsCgroups() throws IOException, InterruptedException {
    String look = " probe cat /proc/self/cgroup";
    HandmadePod pod =
        pod()
            .pod(cgroups.processes(50))
            .pod(cgroups.memory(64 << 20))
            .app(
                "a",
                cgroups.join("pids"),
                cgroups.join("memory"),
                "pre-start" + look,
                "exec" + look + " , exit 1",
                "restart 1",
                "post-stop" + look)
            .chrooted("b", cgroups.join("pids"), "exec" + look)
            .app("c", "exec" + look);

    assertThat(pod.run()).isEqualTo(1);

    String own = String.valueOf(cgroups.of("pids").getFileName());
    int times = OwnCgroups.unified() ? 1 : 2;
    assertThat(pod.log("a").split(own, -1)).hasSize(1 + 4 * times);
    assertThat(pod.log("b").split(own, -1)).hasSize(2);
    assertThat(pod.log("c")).doesNotContain(own);
  }

  @Test
  void cgroupsLieInOneAnotherAndAreRemovedInTurn() throws IOException, InterruptedException {
    Path outer = cgroups.of("pids");
    HandmadePod pod =
        pod()
            .pod(
                "make-cgroup " + outer,
                "make-cgroup " + outer + "/a",
                "make-cgroup " + outer + "/b")
            .app("a", "cgroup " + outer + "/a", "exec probe cat /proc/self/cgroup");

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("a")).contains(outer.getFileName() + "/a\n");
    assertThat(pod.messages()).isEmpty();
    assertThat(outer).doesNotExist();
  }

  @Test
  void oneThatIsThereAndEmptyIsUsed() throws IOException, InterruptedException {
    Path there = Files.createDirectory(cgroups.of("pids"));
    HandmadePod pod =
        pod().pod(cgroups.processes(7)).app("a", cgroups.join("pids"), "exec probe children 100");

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("a")).isEqualTo("children 6\n");
    assertThat(there).doesNotExist();
  }

  @Test
  void oneWithProcessesIsRefusedAndStays() throws IOException, InterruptedException {
    Path there = Files.createDirectory(cgroups.of("pids"));
    Process other = new ProcessBuilder("cat").start();
    try {
      Files.writeString(there.resolve("cgroup.procs"), "" + other.pid());
      HandmadePod pod =
          pod().pod(cgroups.processes(7)).app("a", cgroups.join("pids"), "exec probe");

      assertThat(pod.run()).isEqualTo(125);
      assertThat(pod.messages()).contains("make-cgroup: there are processes in " + there);
      assertThat(there).isDirectory();
    } finally {
      other.getOutputStream().close();
      other.waitFor();
    }
  }

  @Test
  void whatIsNoCgroupIsNotMade() throws IOException, InterruptedException {
    Path file = directory.resolve("group");
    HandmadePod pod = pod().pod("make-cgroup " + file).app("a", "exec probe");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages()).contains(file + " should be in a file system of cgroups");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pids.max many", "nothing.max 1"})
  void aValueThatTheKernelRefusesFailsThePod(String value)
      throws IOException, InterruptedException {
    String file = value.split(" ", 2)[0];
    HandmadePod pod =
        pod()
            .pod(cgroups.processes(7))
            .pod("make-cgroup " + cgroups.of("pids") + "/a", "cgroup-value " + value)
            .app("a", cgroups.join("pids"), "exec probe print started");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages())
        .contains("cgroup-value: cannot ", file + " of " + cgroups.of("pids") + "/a: ");
    assertThat(pod.log("a")).isEmpty();
    assertThat(cgroups.areThere()).isFalse();
  }

  @Test
  void theyAreRemovedWhenTheSetUpFails() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod(cgroups.processes(7))
            .app("a", cgroups.join("pids"), "directory-of-work /nowhere", "exec probe");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages()).contains("directory-of-work");
    assertThat(cgroups.areThere()).isFalse();
  }

  @Test
  void anAppThatCannotJoinFailsAndSaysWhy() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod(cgroups.thatTakesNobody())
            .app("a", cgroups.join(OwnCgroups.unified() ? "pids" : "cpuset"), "exec probe")
            .app("b", "exec probe print lives");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.status("a")).contains("state failed\n", "the%20app:%20cgroup:%20cannot%20join");
    assertThat(pod.log("b")).isEqualTo("lives\n");
    assertThat(cgroups.areThere()).isFalse();
  }

  @Test
  void aKilledKeeperLeavesThemEmptyAndNothingElse() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod(cgroups.processes(20))
            .app("a", cgroups.join("pids"), "exec probe children 5 , print up , forever")
            .start()
            .awaitLine("a", "up");
    Path namespace = pod.namespace();

    pod.signal("KILL").ended();

    assertThat(HandmadePod.goneFrom(namespace)).isTrue();
    assertThat(cgroups.of("pids").resolve("cgroup.procs")).hasContent("");
    assertThat(cgroups.of("pids").toFile().delete()).isTrue();
  }

  @Test
  void oneThatSomebodyElseIsInIsToldAndChangesNothing() throws IOException, InterruptedException {
    Process other = new ProcessBuilder("cat").start();
    try {
      HandmadePod pod =
          pod()
              .pod(cgroups.processes(20))
              .app("a", cgroups.join("pids"), "exec probe print up , await /tmp/go , exit 3")
              .start()
              .awaitLine("a", "up");
      Files.writeString(cgroups.of("pids").resolve("cgroup.procs"), "" + other.pid());

      pod.go();

      assertThat(pod.ended()).isEqualTo(3);
      assertThat(pod.status()).contains("state exited\n");
      assertThat(pod.messages()).contains("cannot remove the cgroup " + cgroups.of("pids"));
    } finally {
      other.getOutputStream().close();
      other.waitFor();
    }
  }

  @Test
  void whoMayLookIntoProcessOneFindsNoCgroupThere() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod(cgroups.processes(20))
            .app(
                "a",
                cgroups.join("pids"),
                "capabilities CAP_SYS_PTRACE CAP_DAC_OVERRIDE",
                "exec probe root-of 1");

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("a"))
        .containsPattern("fd [0-9]+ socket:")
        .doesNotContain("appc-test", "cgroup");
  }

  @Test
  void aPlanWithManyCgroupsOfAnAppIsRefused() throws IOException, InterruptedException {
    String join = cgroups.join("pids");
    HandmadePod pod =
        pod()
            .pod(cgroups.processes(20))
            .app("a", Collections.nCopies(65, join).toArray(String[]::new));

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages()).contains("there should be at most 64 cgroups of an app");
  }
}
