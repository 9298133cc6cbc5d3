package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That pods which run at the same time know nothing of one another. */
class ManyPodsTest extends OfStage1 {
  private static final int PODS = 50;
  private static final int LETTERS = 300_000;

  @Test
  void fiftyPodsAtOnceEndEachInItsOwnWay() throws IOException, InterruptedException {
    List<HandmadePod> pods = new ArrayList<>();
    for (int i = 0; i < PODS; i++) {
      pods.add(
          pod()
              .app("a", "exec probe letters stdout " + LETTERS + " , print pod" + i)
              .app("b", "exec probe processes , exit " + i));
    }

    for (HandmadePod pod : pods) {
      pod.start();
    }

    for (int i = 0; i < PODS; i++) {
      HandmadePod pod = pods.get(i);
      assertThat(pod.ended()).as(pod.messages()).isEqualTo(i);
      assertThat(pod.log("a")).hasSize(LETTERS + 4 + Integer.toString(i).length());
      assertThat(pod.log("a")).endsWith("pod" + i + "\n");
      assertThat(pod.log("b").lines().count()).isBetween(2L, 3L);
    }
  }

  @Test
  void podsWhoseKeepersAreKilledTakeNothingFromOthers() throws IOException, InterruptedException {
    List<HandmadePod> pods = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      pods.add(
          pod()
              .app("a", "exec probe print up , await /tmp/go , letters stdout " + LETTERS)
              .app("b", "exec probe stray-forever , print up , forever")
              .start());
    }
    for (HandmadePod pod : pods) {
      pod.awaitLine("a", "up").awaitLine("b", "up");
    }
    List<Path> namespaces = new ArrayList<>();
    for (HandmadePod pod : pods) {
      namespaces.add(pod.namespace());
    }

    for (int i = 0; i < pods.size(); i += 2) {
      pods.get(i).signal("KILL");
    }

    for (int i = 0; i < pods.size(); i += 2) {
      assertThat(pods.get(i).ended()).isEqualTo(128 + 9);
      HandmadePod survivor = pods.get(i + 1);
      Path dead = namespaces.get(i);
      survivor.await(() -> HandmadePod.processesIn(dead).isEmpty());
    }
    for (int i = 1; i < pods.size(); i += 2) {
      HandmadePod pod = pods.get(i);
      pod.go();
      pod.await(() -> pod.status("a").startsWith("state exited"));
      assertThat(pod.log("a")).hasSize(LETTERS + 3);
      assertThat(pod.status("b")).startsWith("state running");
      assertThat(pod.letGo().ended()).isEqualTo(128 + 15);
      assertThat(HandmadePod.processesIn(namespaces.get(i))).isEmpty();
    }
  }
}
