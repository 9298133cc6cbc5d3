package org.appctoolkit.runtime.supervision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a pod ends before its apps would, in order and by force. */
class StopTest extends OfEveryStage1 {
  @Test
  void theEndOfTheLifelineStopsInOrder() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app("a", "exec probe on-term 0 , print up , forever", "post-stop probe print after")
            .start()
            .awaitLine("a", "up");

    int status = pod.letGo().ended();

    assertThat(status).isZero();
    assertThat(pod.log("a")).isEqualTo("up\nterminated\nafter\n");
    assertThat(pod.status("a")).startsWith("state exited\nexit 0\n").contains("post-stop exit 0\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalToTheKeeperStopsInOrder(String signal) throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app("a", "exec probe on-term 5 , print up , forever", "restart 9")
            .start()
            .awaitLine("a", "up");

    int status = pod.signal(signal).ended();

    assertThat(status).isEqualTo(5);
    assertThat(pod.status("a")).startsWith("state exited\nexit 5\nrestarts 0\n");
  }

  @Test
  void withoutALifelineTheEndOfStandardInputIsNothing() throws IOException, InterruptedException {
    HandmadePod pod =
        pod().withoutLifeline().app("a", "exec probe print up , await /tmp/go").start().letGo();
    pod.awaitLine("a", "up");

    boolean ends = pod.endsWithin(200, TimeUnit.MILLISECONDS);

    assertThat(ends).isFalse();
    assertThat(pod.signal("TERM").ended()).isEqualTo(143);
  }

  @Test
  void whoDoesNotHearIsKilledAfterTheGrace() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod("grace 300")
            .app("a", "exec probe ignore 15 , print up , forever")
            .app("b", "exec probe on-term 0 , print up , forever")
            .start()
            .awaitLine("a", "up")
            .awaitLine("b", "up");
    long before = System.nanoTime();

    int status = pod.letGo().ended();

    assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
    assertThat(status).isEqualTo(137);
    assertThat(pod.status("a")).contains("signal 9\n");
    assertThat(pod.status("b")).contains("exit 0\n");
  }

  @Test
  void aSecondSignalKillsNow() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod("grace 100000")
            .app("a", "exec probe ignore 15 , print up , forever")
            .start()
            .awaitLine("a", "up")
            .signal("TERM");
    pod.await(() -> pod.status().equals("state stopping\n"));

    int status = pod.signal("TERM").ended();

    assertThat(status).isEqualTo(137);
  }

  @Test
  void aHandlerThatHangsHasTheGraceToo() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod("grace 200")
            .app("a", "exec probe print up , forever", "post-stop probe ignore 15 , forever")
            .start()
            .awaitLine("a", "up");

    int status = pod.letGo().ended();

    assertThat(status).isEqualTo(125);
    assertThat(pod.status("a")).contains("state failed\nsignal 15\n", "post-stop signal 9\n");
  }

  @Test
  void postStopHandlersAreRunWhenNoMainRunsAnyMore() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod("grace 100000")
            .app("a", "exec probe on-term 0 , print up , forever", "post-stop probe print after")
            .app("b", "exec probe ignore 15 , print up , forever")
            .start()
            .awaitLine("a", "up")
            .awaitLine("b", "up")
            .signal("TERM");
    pod.await(() -> pod.status("a").startsWith("state post-stop\n"));

    String before = pod.log("a");
    pod.signal("TERM").ended();

    assertThat(before).isEqualTo("up\nterminated\n");
    assertThat(pod.log("a")).isEqualTo("up\nterminated\nafter\n");
  }

  @Test
  void anAppThatIsStoppedBeforeItBeganDoesNotBegin() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app(
                "a",
                "pre-start probe on-term 0 , print up , forever",
                "exec probe print app",
                "post-stop probe print after")
            .start()
            .awaitLine("a", "up");

    int status = pod.letGo().ended();

    assertThat(status).isEqualTo(125);
    assertThat(pod.log("a")).isEqualTo("up\nterminated\n");
    assertThat(pod.status("a")).contains("reason it%20was%20stopped%20before%20it%20began\n");
  }

  // --- sudden deaths

  private HandmadePod twoApps() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app("a", "exec probe ignore 15 , stray-forever , print up , forever")
            .app("b", "exec probe print up , forever")
            .start()
            .awaitLine("a", "up")
            .awaitLine("b", "up");
    // The keeper may hear of their output before it hears that they run.
    return pod.await(
        () ->
            pod.status("a").startsWith("state running\n")
                && pod.status("b").startsWith("state running\n"));
  }

  @Test
  void nothingOutlivesAKeeperThatIsKilled() throws IOException, InterruptedException {
    HandmadePod pod = twoApps();
    Path namespace = pod.namespace();

    pod.signal("KILL").ended();

    assertThat(HandmadePod.goneFrom(namespace)).isTrue();
    assertThat(pod.status("a")).startsWith("state running\n");
  }

  @Test
  void nothingOutlivesAnInitThatIsKilledAndTheKeeperTells()
      throws IOException, InterruptedException {
    HandmadePod pod = twoApps();
    Path namespace = pod.namespace();

    int status = pod.signal(pod.init(), "KILL").ended();

    assertThat(status).isEqualTo(125);
    assertThat(HandmadePod.processesIn(namespace)).isEmpty();
    assertThat(pod.status())
        .isEqualTo(
            "state failed\nexit 125\nreason init%20ended%20before%20the%20apps%20did,%20with"
                + "%20signal%209\n");
    assertThat(pod.status("a")).startsWith("state failed\n");
  }

  @Test
  void anAppThatIsKilledTakesNoOtherWithIt() throws IOException, InterruptedException {
    HandmadePod pod = twoApps();
    pod.signal(pod.process("a"), "KILL").await(() -> pod.status("a").contains("signal 9\n"));

    assertThat(pod.status("b")).startsWith("state running\n");
    assertThat(pod.letGo().ended()).isEqualTo(137);
  }

  @Test
  void aHandlerThatIsKilledFailsItsApp() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app("a", "pre-start probe print up , forever", "exec probe")
            .start()
            .awaitLine("a", "up");

    pod.signal(pod.process("a"), "KILL");

    assertThat(pod.ended()).isEqualTo(125);
    assertThat(pod.status("a")).contains("state failed\n", "pre-start signal 9\n");
  }

  @Test
  void aSignalDuringSetUpIsNotLost() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe print app , forever");
    pod.behind("env", "--block-signal=TERM", "sh", "-c", "kill -TERM $$; exec \"$@\"", "sh");

    int status = pod.run();

    assertThat(status).isEqualTo(125);
    assertThat(pod.log("a")).isEmpty();
    assertThat(pod.status("a")).contains("stopped%20before%20it%20began");
  }

  @Test
  void aPodIsRunByOneKeeperOnly() throws IOException, InterruptedException {
    HandmadePod pod = twoApps();

    Process second =
        new ProcessBuilder(build.path().toString(), pod.directory().toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(second.getInputStream().readAllBytes(), UTF_8);

    assertThat(second.waitFor()).isEqualTo(125);
    assertThat(said).startsWith("stage1: another stage1 runs the pod in ");
    assertThat(pod.status("b")).startsWith("state running\n");
  }
}
