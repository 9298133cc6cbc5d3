package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may go wrong with systemd-nspawn, and what it must not leave behind. */
@ParameterizedClass
@EnumSource(value = Stage1Build.class, names = "NSPAWN")
class NspawnTest extends WithPods {
  private static final Path KEPT = Path.of("/run/systemd/nspawn");

  private HandmadePod running() throws IOException, InterruptedException {
    return pod()
        .app("a", "exec probe stray-forever , print up , forever")
        .start()
        .awaitLine("a", "up");
  }

  /** The processes between the keeper and the container. */
  private static long child(long process) throws IOException {
    return HandmadePod.childrenOf(process).get(0);
  }

  private long keeper(HandmadePod pod) throws IOException {
    return Long.parseLong(Files.readString(pod.directory().resolve("pid")).split(" ", 2)[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void whoeverOfThoseAboveThePodIsKilledEverythingEndsAndNothingIsLeft(int level)
      throws IOException, InterruptedException {
    HandmadePod pod = running();
    Path namespace = pod.namespace();
    long victim = keeper(pod);
    String machine = "appc-" + victim;
    for (int i = 0; i < level; i++) {
      victim = child(victim);
    }

    int status = pod.signal(victim, "KILL").ended();

    assertThat(status).isEqualTo(level == 0 ? 137 : 125);
    assertThat(HandmadePod.goneFrom(namespace)).isTrue();
    assertThat(pod.leavesNoCgroup()).isTrue();
    assertThat(KEPT.resolve("propagate").resolve(machine)).doesNotExist();
    if (level > 0) {
      assertThat(pod.status()).contains("state failed\nexit 125\nreason systemd-nspawn%20ended");
      assertThat(pod.status("a")).startsWith("state failed\n");
    }
  }

  @Test
  void nothingOfTheContainerIsLeftWhenThePodIsOver() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe exit 3");

    assertThat(pod.run()).isEqualTo(3);

    assertThat(pod.directory().resolve("nspawn")).doesNotExist();
    assertThat(pod.leavesNoCgroup()).isTrue();
    assertThat(pod.messages()).isEmpty();
  }

  @Test
  void theContainerHasNothingOfTheHostButWhatThePlanNames()
      throws IOException, InterruptedException {
    Path volume = Files.createDirectories(directory.resolve("a:b c\\d/volume"));
    Files.writeString(volume.resolve("x"), "of the volume");
    Files.writeString(directory.resolve("secret"), "");
    HandmadePod pod =
        pod()
            .app(
                "a",
                "bind " + volume.toString().replace(" ", "%20") + " /tmp none",
                "exec probe cat /tmp/x , print . , forever")
            .start()
            .awaitLine("a", "of the volume.");

    Path root = Path.of("/proc/" + child(child(child(keeper(pod)))) + "/root");

    assertThat(root.resolve(volume.toString().substring(1)).resolve("x")).exists();
    assertThat(root.resolve(directory.toString().substring(1)).resolve("secret")).doesNotExist();
    assertThat(root.resolve("etc/passwd")).doesNotExist();
    assertThat(pod.letGo().ended()).isEqualTo(143);
  }

  @Test
  void aHostWithoutItIsToldWhichPackageHasIt() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe").behind(RuncTest.hiding("systemd-nspawn"));

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages())
        .contains("cannot execute /usr/bin/systemd-nspawn (Debian package systemd-container)");
  }

  @Test
  void allOfADirectoryThatTheContainerNeedsForItselfIsRefused()
      throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "bind /run /tmp none", "exec probe");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages())
        .contains("app a: bind: a container of systemd-nspawn cannot have all of /run");
  }
}
