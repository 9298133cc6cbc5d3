package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order things happen in a pod, and what is told of them. */
class LifeCycleTest extends OfEveryStage1 {
  @Test
  void handlersRunBeforeAndAfterTheApp() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app(
                "a",
                "pre-start probe print before",
                "exec probe print app",
                "post-stop probe print after");

    int status = pod.run();

    assertThat(status).isZero();
    assertThat(pod.log("a")).isEqualTo("before\napp\nafter\n");
    assertThat(pod.status("a"))
        .startsWith("state exited\nexit 0\nrestarts 0\npre-start exit 0\npost-stop exit 0\n")
        .containsPattern("started [0-9]+\\.[0-9]{3}\nended [0-9]+\\.[0-9]{3}\n");
    assertThat(pod.status()).isEqualTo("state exited\nexit 0\n");
  }

  @Test
  void anAppWhoseHandlerFailedIsNotStartedAndTheOthersAre()
      throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app(
                "a",
                "pre-start probe exit 4",
                "exec probe print app",
                "post-stop probe print after")
            .app("b", "exec probe print other");

    int status = pod.run();

    assertThat(status).isEqualTo(125);
    assertThat(pod.log("a")).isEmpty();
    assertThat(pod.status("a"))
        .contains("state failed\n", "pre-start exit 4\n", "reason the%20pre-start%20handler")
        .doesNotContain("started ");
    assertThat(pod.log("b")).isEqualTo("other\n");
    assertThat(pod.status("b")).contains("state exited\nexit 0\n");
  }

  @Test
  void whatIsRunAfterTheAppRunsHoweverItEnded() throws IOException, InterruptedException {
    HandmadePod pod =
        pod().app("a", "exec probe signal 11", "post-stop probe print after , exit 1");

    int status = pod.run();

    assertThat(status).isEqualTo(125);
    assertThat(pod.log("a")).isEqualTo("after\n");
    assertThat(pod.status("a")).contains("state failed\nsignal 11\n", "post-stop exit 1\n");
  }

  @Test
  void anAppIsRunAgainSoOften() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe print again , exit 2", "restart 2");

    int status = pod.run();

    assertThat(status).isEqualTo(2);
    assertThat(pod.log("a")).isEqualTo("again\nagain\nagain\n");
    assertThat(pod.status("a")).contains("exit 2\nrestarts 2\n");
  }

  @Test
  void anAppThatEndedWellIsNotRunAgain() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe print once", "restart 2");

    assertThat(pod.run()).isZero();
    assertThat(pod.log("a")).isEqualTo("once\n");
  }

  @Test
  void appsRunAtTheSameTime() throws IOException, InterruptedException {
    Path meeting = Files.createDirectory(directory.resolve("meeting"));
    String bind = "bind " + meeting + " /tmp none";
    HandmadePod pod =
        pod()
            .app("a", bind, "exec probe write /tmp/a x , await /tmp/b")
            .app("b", bind, "exec probe write /tmp/b x , await /tmp/a");

    assertThat(pod.run()).isZero();
  }

  @Test
  void noMainIsRunBeforeThePreStartHandlersOfAllHaveEnded()
      throws IOException, InterruptedException {
    Path order = Files.createDirectory(directory.resolve("order"));
    String bind = "bind " + order + " /tmp none";
    HandmadePod pod =
        pod()
            .app("a", bind, "exec probe append /tmp/order a")
            .app(
                "b",
                bind,
                "pre-start probe sleep 200 , append /tmp/order before",
                "exec probe append /tmp/order b");

    assertThat(pod.run()).isZero();
    assertThat(Files.readString(order.resolve("order"))).startsWith("before").hasSize(8);
  }

  @Test
  void theFirstThatFailedInTheOrderOfThePlanGivesTheStatus()
      throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app("a", "exec probe exit 0")
            .app("b", "exec probe sleep 50 , signal 9")
            .app("c", "exec probe exit 3");

    assertThat(pod.run()).isEqualTo(137);
    assertThat(pod.status()).isEqualTo("state exited\nexit 137\n");
  }

  @ParameterizedTest
  @CsvSource({
    "exec nothing, 127, cannot%20find%20nothing%20in%20the%20PATH%20/bin",
    "exec /bin/nothing, 127, cannot%20find%20/bin/nothing",
    "exec /etc/text, 126, cannot%20execute%20/etc/text:%20Permission%20denied",
    "exec /etc, 126, cannot%20execute%20/etc:%20Permission%20denied",
  })
  void whatCannotBeExecutedFailsWithTheReason(String exec, int expected, String reason)
      throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "file /etc/text 0644 0 0 text", exec, "restart 3");

    int status = pod.run();

    assertThat(status).isEqualTo(expected);
    assertThat(pod.status("a")).contains("state failed\n", "reason the%20app:%20" + reason);
  }

  @Test
  void aSetUpThatFailsFailsThePodAndStartsNothing() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app("a", "exec probe print app")
            .app("b", "exec probe", "bind /nothing/here /tmp none");

    int status = pod.run();

    assertThat(status).isEqualTo(125);
    assertThat(pod.status())
        .isEqualTo(
            "state failed\nexit 125\nreason app%20b:%20bind:%20cannot%20find%20/nothing/here"
                + "%20without%20following%20a%20symbolic%20link:"
                + "%20No%20such%20file%20or%20directory\n");
    assertThat(pod.log("a")).isEmpty();
    assertThat(pod.status("a")).startsWith("state failed\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 75})
  void aSetUpThatRunsOutOfDescriptorsIsTold(int most) throws IOException, InterruptedException {
    HandmadePod pod = pod().behind("prlimit", "--nofile=" + most + ":" + most);
    for (int i = 0; i < 20; i++) {
      pod.app("a" + i, "exec probe");
    }

    int status = pod.run();

    assertThat(status).isEqualTo(125);
    assertThat(pod.messages()).contains("Too many open files");
    assertThat(pod.status()).startsWith("state failed\nexit 125\nreason cannot%20");
    assertThat(pod.status("a0")).startsWith("state failed\n");
  }

  @Test
  void orphansAreReaped() throws IOException, InterruptedException {
    HandmadePod pod =
        pod().app("a", "exec probe abandon 50 , forever").start().awaitLine("a", "abandon ok");

    Path namespace = pod.namespace();
    pod.await(() -> HandmadePod.processesIn(namespace).size() == 2);

    assertThat(pod.letGo().ended()).isEqualTo(143);
  }

  @Test
  void whatAnAppLeavesInItsGroupGoesWithIt() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app("a", "exec probe child-forever , exit 0")
            .app("b", "exec probe print here , forever")
            .start();
    pod.await(() -> pod.status("a").startsWith("state exited")).awaitLine("b", "here");

    Path namespace = pod.namespace();
    pod.await(() -> HandmadePod.processesIn(namespace).size() == 2);

    assertThat(pod.letGo().ended()).isEqualTo(143);
  }

  @Test
  void aProcessThatHidInASessionOfItsOwnEndsWithThePod() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app("a", "exec probe stray-forever , print strayed , await /tmp/go")
            .start()
            .awaitLine("a", "strayed");
    Path namespace = pod.namespace();

    pod.letGo().ended();

    assertThat(HandmadePod.processesIn(namespace)).isEmpty();
  }
}
