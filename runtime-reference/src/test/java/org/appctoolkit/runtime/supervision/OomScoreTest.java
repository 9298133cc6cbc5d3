package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** That processes have the score that the plan says, and init has its own. */
class OomScoreTest extends OfStage1 {
  private static final String LOOK = " probe cat /proc/self/oom_score_adj";

  @Test
  void everyProcessOfTheAppHasIt() throws IOException, InterruptedException {
    String own = Files.readString(Path.of("/proc/self/oom_score_adj"));
    HandmadePod pod =
        pod()
            .app("a", "oom-score-adj 700", "pre-start" + LOOK, "exec" + LOOK, "post-stop" + LOOK)
            .chrooted("b", "user 1000", "oom-score-adj 800", "exec" + LOOK)
            .app("c", "exec" + LOOK + " , cat /proc/1/oom_score_adj");

    assertThat(pod.run()).as(pod.messages()).isZero();

    assertThat(pod.log("a")).isEqualTo("700\n700\n700\n");
    assertThat(pod.log("b")).isEqualTo("800\n");
    assertThat(pod.log("c")).isEqualTo(own + own);
  }

  @Test
  void itTakesNoProcInTheRootfs() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "oom-score-adj 700", "exec probe print up , await /tmp/go");

    pod.start(pod.plan().replace("mount proc /proc none %\n", "")).awaitLine("a", "up");
    String score =
        Files.readString(Path.of("/proc/" + pod.childrenOfInit().get(0) + "/oom_score_adj"));
    pod.go();

    assertThat(score).isEqualTo("700\n");
    assertThat(pod.ended()).isZero();
  }

  @Test
  void aScoreThatStage1MayNotGiveFailsThePod() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .behind("setpriv", "--bounding-set", "-sys_resource")
            .app("b", "exec probe print started")
            .app("a", "oom-score-adj -1000", "exec probe");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages()).contains("app a: oom-score-adj: cannot set it: Permission denied");
    assertThat(pod.log("b")).isEmpty();
  }
}
