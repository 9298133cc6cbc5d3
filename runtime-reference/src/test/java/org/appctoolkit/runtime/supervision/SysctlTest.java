package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That sysctls have their values in the pod, and keep those that they have on the host. */
class SysctlTest extends OfEveryStage1 {
  @Test
  void theyAreOfTheNamespacesOfThePod() throws IOException, InterruptedException {
    Path network = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    Path messages = Path.of("/proc/sys/kernel/msgmax");
    String onTheHost = Files.readString(network) + Files.readString(messages);
    HandmadePod pod =
        pod()
            .pod(
                "sysctl net.ipv4.ip_local_port_range 20000%2020010",
                "sysctl kernel.msgmax 4321", "sysctl kernel.domainname of-the-pod")
            .app(
                "a",
                "exec probe cat %s , cat %s , cat /proc/sys/kernel/domainname"
                    .formatted(network, messages));

    assertThat(pod.run()).as(pod.messages()).isZero();

    assertThat(pod.log("a")).isEqualTo("20000\t20010\n4321\nof-the-pod\n");
    assertThat(Files.readString(network) + Files.readString(messages)).isEqualTo(onTheHost);
  }

  @ParameterizedTest
  @CsvSource({
    "kernel.none, 1, cannot write 1 to /proc/sys/kernel/none: No such file or directory",
    "net.ipv4.conf.e/1.forwarding, 1, cannot write 1 to /proc/sys/net/ipv4/conf/e.1/forwarding: No",
    "kernel.msgmax, many, cannot write many to /proc/sys/kernel/msgmax: Invalid argument",
    "kernel, 1, cannot write 1 to /proc/sys/kernel: Is a directory",
  })
  void oneThatCannotBeWrittenFailsThePod(String name, String value, String reason)
      throws IOException, InterruptedException {
    HandmadePod pod =
        pod().pod("sysctl " + name + " " + value).app("a", "exec probe print started");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages()).contains("sysctl: " + reason);
    assertThat(pod.log("a")).isEmpty();
  }
}
