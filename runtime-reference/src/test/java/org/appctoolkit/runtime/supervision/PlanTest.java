package org.appctoolkit.runtime.supervision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans that are refused as a whole, before anything is done. */
class PlanTest extends OfStage1 {
  private static Arguments change(String reason, UnaryOperator<String> change) {
    return Arguments.of(reason, change);
  }

  private static Arguments replace(String from, String to, String reason) {
    return change(reason, plan -> plan.replace(from, to));
  }

  private static final String INTERFACE = "interface eth0 p b 10.0.0.2/8 10.0.0.1";
  private static final String SERVICE = "service 127.0.0.1 80 /port";

  /** A plan with a step that wants a network, and without one. */
  private static String without(String plan, String step) {
    return plan.replace("lifeline", step).replace("pid network", "pid");
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        change("first line of the plan", plan -> ""),
        change("first line of the plan", plan -> "\0\377garbage\n"),
        replace("appc-plan 1", "appc-plan 2", "first line of the plan"),
        replace("appc-plan 1\n", "appc-plan 1\r\n", "first line of the plan"),
        change("ends with the end of a line", plan -> plan.substring(0, plan.length() - 1)),
        change("ends with the end of a line", plan -> plan + "\0\n"),
        change("end of the app a", plan -> plan.substring(0, plan.length() - 4)),
        change("should have an app", plan -> plan.substring(0, plan.indexOf("app a\n"))),
        change("at most 4194304 bytes", plan -> plan + "x".repeat(4 << 20) + "\n"),
        change(
            "at most 1000 apps",
            plan -> {
              String app = plan.substring(plan.indexOf("app a\n"));
              StringBuilder all = new StringBuilder(plan);
              for (int i = 0; i < 1000; i++) {
                all.append(app.replace("app a\n", "app b" + i + "\n"));
              }
              return all.toString();
            }),
        replace("lifeline", "lifelike", "there is no step \"lifelike\""),
        replace("lifeline", "lifeline 1", "lifeline has too many words"),
        replace("lifeline", "lifeline ", "one space between words"),
        replace("lifeline", " lifeline", "one space between words"),
        replace("lifeline", "lifeline\n", "one space between words"),
        replace("lifeline", "lifeline\nlifeline", "lifeline is there twice"),
        replace("lifeline", "# lifeline", "there is no step \"#\""),
        replace("lifeline", "grace -1", "should be a number"),
        replace("lifeline", "grace 01", "should be a number"),
        replace("lifeline", "grace 99999999999999999999", "should be a number"),
        replace("lifeline", "uid-map 0 0 1", "behind user-namespace"),
        replace("lifeline", "interface-rate 1", "interface-rate should come behind interface"),
        replace("lifeline", INTERFACE + "\ninterface-rate 0", "should be at least 1"),
        replace("lifeline", INTERFACE.replace("eth0", "eth%25d"), "up to 15 letters"),
        replace("lifeline", INTERFACE.replace("eth0", "a234567890123456"), "up to 15 letters"),
        replace("lifeline", INTERFACE.replace("/8", "/33"), "the length of its prefix"),
        replace("lifeline", INTERFACE.replace("/8", ""), "the length of its prefix"),
        replace("lifeline", "service-start /x", "service-start takes a service"),
        replace("lifeline", SERVICE + "\nservice-start x", "an absolute path"),
        replace("lifeline", SERVICE + " x", "that a slash begins"),
        replace("lifeline", SERVICE + " /" + "x".repeat(1024), "up to 1024 bytes"),
        replace("lifeline", SERVICE + "\n" + (SERVICE + "\n").repeat(63) + SERVICE, "64 services"),
        replace("lifeline", "forward sctp 0.0.0.0 1 1", "should be"),
        replace("lifeline", "forward tcp localhost 1 1", "an address as 127.0.0.1"),
        replace("lifeline", "forward tcp 0.0.0.0 0 1", "a port from 1 to 65535"),
        replace("lifeline", "forward tcp 0.0.0.0 1 65536", "a port from 1 to 65535"),
        replace("lifeline", "loopback ::1", "an address as 127.0.0.1"),
        change("loopback takes network", plan -> without(plan, "loopback")),
        change("interface takes network", plan -> without(plan, INTERFACE)),
        change("forward takes network", plan -> without(plan, "forward tcp 0.0.0.0 1 1")),
        change("service takes network", plan -> without(plan, SERVICE)),
        replace("lifeline", "cgroup-value a 1", "should come behind make-cgroup"),
        replace("lifeline", "make-cgroup /x\ncgroup-value a/b 1", "the name of a file"),
        replace("lifeline", "make-cgroup /x\ncgroup-value .. 1", "the name of a file"),
        replace("lifeline", "make-cgroup x", "an absolute path"),
        replace("lifeline", "sysctl net..core 1", "the name of a sysctl"),
        replace("lifeline", "sysctl /net 1", "the name of a sysctl"),
        replace("lifeline", "sysctl net./core 1", "the name of a sysctl"),
        replace("lifeline", "sysctl net. 1", "the name of a sysctl"),
        replace("lifeline", "sysctl net%20core 1", "the name of a sysctl"),
        replace("lifeline", "sysctl % 1", "the name of a sysctl"),
        replace("namespaces pid", "namespaces", "should have pid and mount"),
        replace("namespaces pid", "namespaces time", "should be"),
        replace("pod-root", "pod-rood", "there is no step"),
        replace("app a\n", "app ../a\n", "a name of letters"),
        replace("app a\n", "app .\n", "a name of letters"),
        replace("app a\n", "app a/b\n", "a name of letters"),
        replace("app a\n", "app %\n", "a name of letters"),
        change("there are two apps a", plan -> plan + plan.substring(plan.indexOf("app a\n"))),
        replace("user 0\n", "", "there should be a step user before"),
        replace("user 0\n", "user root\n", "should be a user or group as a number"),
        replace("user 0\n", "user 4294967295\n", "should be a user or group as a number"),
        replace("capabilities", "capabilities CAP_ALL", "the name of a capability"),
        replace("enter", "cgroup /x\nenter", "a step make-cgroup for /x"),
        replace("user 0\n", "cgroup /x\nuser 0\n", "should stand before enter"),
        replace("user 0\n", "user 0\nfilter\n", "filter has too few words"),
        replace("user 0\n", "user 0\nfilter 0006\n", "16 hexadecimal digits"),
        replace("user 0\n", "user 0\nfilter 000600007FFF0000\n", "16 hexadecimal digits"),
        replace("user 0\n", "user 0\noom-score-adj 1001\n", "from -1000 to 1000"),
        replace("user 0\n", "user 0\noom-score-adj -1001\n", "from -1000 to 1000"),
        replace("user 0\n", "user 0\noom-score-adj +1\n", "from -1000 to 1000"),
        replace("user 0\n", "user 0\nlisten tcp 0 a\n", "a port from 1 to 65535"),
        replace("user 0\n", "user 0\nlisten sctp 80 a\n", "tcp udp"),
        replace("user 0\n", "user 0\nlisten tcp 80 a:b\n", "without colons"),
        replace("user 0\n", "user 0\nlisten tcp 80 %\n", "without colons"),
        replace("exec probe\n", "exec\n", "exec has too few words"),
        replace("exec probe\n", "exec pro%62e\n", "should be written as it is"),
        replace("exec probe\n", "exec pro%0abe\n", "hexadecimal digits in upper case"),
        replace("exec probe\n", "exec pro%00be\n", "is in no word"),
        replace("exec probe\n", "exec pro\tbe\n", "should be written %09"),
        replace("exec probe\n", "exec probe %2\n", "hexadecimal digits in upper case"),
        replace("environment PATH=/bin", "environment PATH", "should be NAME=VALUE"),
        replace("enter pivot", "enter chroot", "goes together with own-mounts"),
        replace("enter pivot\n", "", "user should stand behind enter"),
        replace("mount proc /proc", "mount ext4 /proc", "should be"),
        replace("mount proc /proc", "mount proc proc", "an absolute path"),
        replace("mount proc /proc none", "mount proc /proc suid", "words as nosuid,nodev or none"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNoPlanIsRefusedBeforeAnythingIsDone(String reason, UnaryOperator<String> change)
      throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe");
    String plan = change.apply(pod.plan());
    assertThat(plan).isNotEqualTo(pod.plan());

    int status = pod.start(plan).ended();

    assertThat(status).isEqualTo(125);
    assertThat(pod.messages()).startsWith("stage1: ").contains(reason).hasLineCount(1);
    assertThat(pod.status())
        .startsWith("state failed\nexit 125\nreason ")
        .contains(reason.replace("%", "%25").replace(" ", "%20"));
    try (Stream<Path> there = Files.list(pod.directory())) {
      assertThat(there.map(it -> String.valueOf(it.getFileName())))
          .containsExactlyInAnyOrder("plan", "status");
    }
  }

  @Test
  void bytesOfAllKindsReachTheApp() throws IOException, InterruptedException {
    HandmadePod pod =
        pod().app("a", "environment WITH=%20%0A%25\377", "exec probe arguments % a%20b");

    assertThat(pod.run()).isZero();
    assertThat(pod.log("a")).contains("argument 2 \n", "argument 3 a b\n");
  }

  @Test
  void aPodDirectoryThatIsNotThereIsToldAndNothingIsMade()
      throws IOException, InterruptedException {
    Path nowhere = directory.resolve("nowhere");
    Process process =
        new ProcessBuilder(build.path().toString(), nowhere.toString())
            .redirectErrorStream(true)
            .start();

    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(125);
    assertThat(said).startsWith("stage1: cannot open the directory " + nowhere);
    assertThat(nowhere).doesNotExist();
  }
}
