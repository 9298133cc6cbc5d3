package org.appctoolkit.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.junit.jupiter.api.Test;

/** When a pod counts as not executed. */
class PodRecordTest {
  private static final String BEGUN =
      "app main\n{\"appc\":\"0a\",\"who\":\"main\",\"n\":0,\"see\":\"begin\",\"pid\":2}\n";

  private static PodRecord pod(String stateAndRefusal, String logs)
      throws IOException, MissingObservationException {
    return SceneText.read("version 0.8.11\npod one 0a " + stateAndRefusal + "\n" + logs).pod("one");
  }

  @Test
  void aPodIsDeclinedThatWasRefused() throws Exception {
    assertThat(pod("- no-room", "").wasDeclined()).isTrue();
  }

  @Test
  void aPodIsDeclinedInWhoseLogsThereIsNothing() throws Exception {
    assertThat(pod("exited -", "app main\n").wasDeclined()).isTrue();
  }

  @Test
  void aPodIsDeclinedThatFailedWithoutLogs() throws Exception {
    assertThat(pod("failed -", "").wasDeclined()).isTrue();
  }

  @Test
  void aPodIsNotDeclinedInWhichAProbeBegan() throws Exception {
    assertThat(pod("failed -", BEGUN).wasDeclined()).isFalse();
  }

  @Test
  void nothingIsKnownOfAPodThatExitedWithoutLogs() throws Exception {
    PodRecord pod = pod("exited -", "");

    assertThatThrownBy(pod::wasDeclined).isInstanceOf(MissingObservationException.class);
  }

  @Test
  void nothingIsKnownOfAPodThatWasNotSeenEnding() throws Exception {
    PodRecord pod = pod("- -", "app main\n");

    assertThatThrownBy(pod::wasDeclined).isInstanceOf(MissingObservationException.class);
  }
}
