package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What init and its keeper have to say to one another when both are in trouble. */
class InitTest extends OfStage1 {
  @Test
  void whatInitHasToldIsHeardThoughItEndsWithoutHearing() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe print up , forever").start().awaitLine("a", "up");
    long app = pod.process("a");
    pod.signal(pod.init(), "STOP").signal("TERM");
    pod.await(() -> pod.status().equals("state stopping\n")).signal("TERM").await(pod::hasHeard);
    pod.signal("STOP").signal(app, "KILL").signal(pod.init(), "CONT").await(pod::initIsOver);

    int status = pod.signal("CONT").ended();

    assertThat(status).isEqualTo(137);
    assertThat(pod.status()).isEqualTo("state exited\nexit 137\n");
  }
}
