package org.appctoolkit.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.appctoolkit.runtime.plan.Network;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of pods on a bridge, which is never made. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "asks /proc")
class LeasesTest {
  private static final Subnet SMALL = Subnet.parse("10.0.0.0/29").orElseThrow();
  private static final String DEAD =
      ProcessStamp.own().pid() + " " + (ProcessStamp.own().start() - 1) + "\n";

  @TempDir private Path directory = Path.of("");

  private Path state = Path.of("");
  private Pods pods;
  private Bridge bridge;
  private int count;

  @BeforeEach
  void makeABridge() throws IOException {
    state = directory.resolve("state");
    pods = Pods.in(directory.resolve("a directory/runtime"));
    bridge = bridge(SMALL);
  }

  private Bridge bridge(Subnet subnet) throws IOException {
    Path program = directory.resolve("stage1");
    if (!Files.exists(program)) {
      Files.writeString(program, "#!/bin/sh\necho \"$@\" >>\"$0.calls\"\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    return Bridge.of(state, "br0", subnet, Stage1.at(program));
  }

  private String calls() throws IOException {
    return SmallFile.read(directory.resolve("stage1.calls"), 1000).orElse("");
  }

  /** The place of a pod that is prepared. */
  private Path prepared() throws Exception {
    UUID uuid = new UUID(0x1000, ++count);
    Path draft = pods.begin(uuid);
    Files.delete(draft.resolve(PodDirectory.PREPARER));
    return pods.commit(uuid, draft).path();
  }

  private static void end(Path pod) throws IOException {
    Files.writeString(pod.resolve("pid"), DEAD);
    Files.writeString(pod.resolve("status"), "state exited\nexit 0\n");
  }

  @Test
  void thePodsHaveTheLowestAddressesThatAreFree() throws Exception {
    Path first = prepared();
    Path second = prepared();
    Path third = prepared();

    assertThat(bridge.give(first).address()).isEqualTo("10.0.0.2");
    assertThat(bridge.give(second).address()).isEqualTo("10.0.0.3");
    bridge.takeBack(first);
    assertThat(bridge.give(third).address()).isEqualTo("10.0.0.2");
    assertThat(bridge.preview().address()).isEqualTo("10.0.0.4");
    assertThat(bridge.give(first))
        .isEqualTo(new Network.Bridged("br0", "appc0a000004", "10.0.0.4", 29, "10.0.0.1"));
  }

  @Test
  void aLeaseIsOfAPodThatIsBeingPreparedToo() throws Exception {
    UUID uuid = new UUID(0x1000, 99);
    Path draft = pods.begin(uuid);
    bridge.give(pods.place(uuid));

    assertThat(bridge.preview().address()).isEqualTo("10.0.0.3");
    Files.writeString(draft.resolve(PodDirectory.PREPARER), DEAD);
    assertThat(bridge.preview().address()).isEqualTo("10.0.0.2");
  }

  @Test
  void aLeaseEndsWithItsPod() throws Exception {
    Path over = prepared();
    Path removed = prepared();
    bridge.give(over);
    bridge.give(removed);

    end(over);
    assertThat(bridge.preview().address()).isEqualTo("10.0.0.2");
    bridge.give(prepared());
    Removal.remove(removed);

    assertThat(bridge.preview().address()).isEqualTo("10.0.0.3");
  }

  @Test
  void whenAllAreTakenItIsToldHowMany() throws Exception {
    for (int i = 0; i < 5; i++) {
      bridge.give(prepared());
    }

    assertThatThrownBy(() -> bridge.give(prepared()))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "all 5 addresses that 10.0.0.0/29 has for pods on the bridge br0 are taken; appc runtime"
                + " gc gives back those of pods that are over, and others are had by --subnet with"
                + " another --bridge");
  }

  @Test
  void otherAddressesAreRefusedWhileSomebodyHasOne() throws Exception {
    Path pod = prepared();
    bridge.give(pod);
    Bridge other = bridge(Subnet.USUAL);

    assertThatThrownBy(() -> other.give(prepared()))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "pods on the bridge br0 have addresses of 10.0.0.0/29; name that by --subnet, or another"
                + " bridge by --bridge");
    end(pod);
    assertThat(other.give(prepared()).address()).isEqualTo("10.214.0.2");
    assertThat(calls()).isEqualTo("bridge br0\n");
  }

  @Test
  void theFileIsThereAsLongAsSomebodyHasAnAddress() throws Exception {
    Path pod = prepared();
    bridge.preview();
    assertThat(state.resolve("br0")).doesNotExist();

    bridge.give(pod);
    assertThat(state.resolve("br0"))
        .hasContent(
            "subnet 10.0.0.0/29\nlease 10.0.0.2 " + pod.toString().replace(" ", "%20") + "\n");
    bridge.tidy();
    assertThat(state.resolve("br0")).exists();
    end(pod);
    bridge.tidy();

    assertThat(state.resolve("br0")).doesNotExist();
    assertThat(calls()).isEqualTo("bridge br0\n");
  }

  @Test
  void allBridgesThatNobodyIsOnAreRemoved() throws Exception {
    Path pod = prepared();
    bridge.give(pod);
    Path program = directory.resolve("stage1");

    Bridge.tidyAll(state, () -> Stage1.at(program));
    assertThat(calls()).isEmpty();
    end(pod);
    Bridge.tidyAll(state, () -> Stage1.at(program));
    Bridge.tidyAll(directory.resolve("nowhere"), () -> Stage1.at(program));

    assertThat(calls()).isEqualTo("bridge br0\n");
  }

  @Test
  void theBridgeIsMadeBeforeAPodIsStarted() throws Exception {
    Path pod = prepared();
    bridge.give(pod);

    bridge.makeReady(pod, "10.0.0.2");

    assertThat(calls()).isEqualTo("bridge br0 10.0.0.1/29\n");
  }

  @Test
  void aPodThatOutlivedTheLeasesHasItsAddressBackUnlessAnotherHasIt() throws Exception {
    Path first = prepared();
    Path second = prepared();
    bridge.give(first);
    bridge.give(second);
    Files.delete(state.resolve("br0"));
    Path third = prepared();
    bridge.give(third);

    bridge.makeReady(second, "10.0.0.3");

    assertThatThrownBy(() -> bridge.makeReady(first, "10.0.0.2"))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "another pod has the address 10.0.0.2 of the bridge br0 by now; prepare this one anew");
    assertThat(bridge.preview().address()).isEqualTo("10.0.0.4");
  }

  @ParameterizedTest
  @CsvSource({
    "garbage, 1",
    "'subnet 10.0.0.0/29\nlease 10.0.0.9 /p', 2",
    "'subnet 10.0.0.0/29\nlease 10.0.0.1 /p', 2",
    "'subnet 10.0.0.0/29\nlease 10.0.0.2 p', 2",
    "'subnet 10.0.0.0/29\nlease 10.0.0.2', 2",
    "'subnet 10.0.0.0/29\nlease 10.0.0.2 /p\nlease 10.0.0.2 /q', 3",
    "lease 10.0.0.2 /p, 1",
    "subnet 10.0.0.0/31, 1",
    "'subnet 10.0.0.0/29\nsubnet 10.0.0.0/29', 2",
  })
  void aFileThatIsNotWhatWasWrittenIsToldWithTheLine(String text, int line) throws Exception {
    Files.createDirectory(state);
    Files.writeString(state.resolve("br0"), text + "\n");

    assertThatThrownBy(() -> bridge.give(prepared()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s: line %d is no address of a pod; when no pod runs on this bridge, remove the file"
                .formatted(state.resolve("br0"), line));
  }

  @Test
  void whatStage1SaysIsTold() throws Exception {
    Path program = directory.resolve("stage1");
    Files.writeString(program, "#!/bin/sh\necho stage1: no room >&2\nexit 125\n");
    Path pod = prepared();
    bridge.give(pod);

    assertThatThrownBy(() -> bridge.makeReady(pod, "10.0.0.2"))
        .isInstanceOf(IOException.class)
        .hasMessage("stage1: no room");
  }

  @ParameterizedTest
  @CsvSource({
    "10.214.0.0/16, 10.214.0.1, 65533",
    "192.168.7.4/30, 192.168.7.5, 1",
    "10.0.0.0/8, 10.0.0.1, 16777213"
  })
  void theFirstAddressOfASubnetIsThatOfTheBridge(String text, String gateway, long size) {
    Subnet subnet = Subnet.parse(text).orElseThrow();

    assertThat(subnet).hasToString(text);
    assertThat(subnet.gateway()).isEqualTo(gateway);
    assertThat(subnet.size()).isEqualTo(size);
    assertThat(Subnet.of(gateway, subnet.prefix())).isEqualTo(subnet);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/31",
        "10.0.0.0/7",
        "10.0.0.1/29",
        "256.0.0.0/8",
        "127.0.0.0/8",
        "224.0.0.0/8",
        "0.0.0.0/8",
        "10.0.0/24",
        "::/64",
        "10.0.0.0/029"
      })
  void whatPodsCannotHaveIsNoSubnet(String text) {
    assertThat(Subnet.parse(text)).isEqualTo(Optional.empty());
  }
}
