package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What all tests of pods have: they take root on Linux, and leave nothing running or mounted. */
@Timeout(120)
abstract class WithPods {
  @Parameter Stage1Build build = Stage1Build.PLAIN;

  @TempDir Path directory = Path.of("");

  private final List<HandmadePod> pods = new ArrayList<>();

  @BeforeEach
  void takesRoot() {
    assumeTrue(
        System.getProperty("os.name", "").equals("Linux")
            && System.getProperty("user.name", "").equals("root")
            && Probe.isBuilt(),
        "takes root on Linux, and a C compiler");
    build.takesItsProgram();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    closePods();
    awaitThoseWhoClearAway();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(directory.toString());
  }

  /**
   * Of a keeper that was killed others may still be at work, which those of our own stage1 are not.
   */
  private void awaitThoseWhoClearAway() {
    boolean others = build == Stage1Build.RUNC || build == Stage1Build.NSPAWN;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (others && ProcessHandle.allProcesses().anyMatch(this::isOurs)) {
      assertThat(System.nanoTime()).as("time").isLessThan(end);
    }
  }

  private boolean isOurs(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(directory.toString());
  }

  /** Ends those that run. */
  final void closePods() throws IOException {
    for (HandmadePod each : pods) {
      each.close();
    }
  }

  /**
   * Whether this stage1 is one that cannot run the pod, which it then has to refuse for that reason
   * before anything is done.
   */
  final boolean isRefused(HandmadePod pod, Stage1Build by, String reason)
      throws IOException, InterruptedException {
    if (build != by) {
      return false;
    }
    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages()).endsWith(reason + "\n");
    assertThat(pod.directory().resolve("init")).doesNotExist();
    return true;
  }

  final HandmadePod pod() throws IOException {
    return pod("p" + pods.size());
  }

  final HandmadePod pod(String name) throws IOException {
    return podIn(directory, name);
  }

  /** A pod that shares nothing with those in other directories. */
  final HandmadePod podIn(Path parent, String name) throws IOException {
    HandmadePod pod = HandmadePod.in(parent, name, build);
    pods.add(pod);
    return pod;
  }
}
