package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That a filter is in force for every process of an app, and for nothing that comes before it. */
class FilterTest extends OfStage1 {
  private static final int ALLOW = 0x7fff0000;
  private static final int KILL = 0x80000000;
  private static final int REFUSE_WITH_EACCES = 0x0005000d;

  private static String instruction(int code, int ifTrue, int ifFalse, int k) {
    return " %04x%02x%02x%08x".formatted(code, ifTrue, ifFalse, k);
  }

  /** A filter that answers one system call in one way, and all others in another. */
  private static String filter(SystemCall call, int answer, int others) {
    return "filter"
        + instruction(0x20, 0, 0, 0)
        + instruction(0x15, 0, 1, call.number())
        + instruction(0x06, 0, 0, answer)
        + instruction(0x06, 0, 0, others);
  }

  private static String refusing(SystemCall call) {
    return filter(call, REFUSE_WITH_EACCES, ALLOW);
  }

  private HandmadePod podOf(boolean newPrivileges, int user, String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of(lines));
    all.add("user " + user);
    all.add("group " + user);
    if (!newPrivileges) {
      all.add("no-new-privileges");
    }
    return pod().app("a", all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "true, 1000", "false, 0", "false, 1000"})
  void aSystemCallIsRefusedAndTheProcessIsOtherwiseAsWithoutAFilter(boolean newPrivileges, int user)
      throws IOException, InterruptedException {
    String capabilities = "capabilities CAP_CHOWN CAP_KILL CAP_SETPCAP";
    HandmadePod with =
        podOf(
            newPrivileges,
            user,
            capabilities,
            refusing(SystemCall.SETHOSTNAME),
            "exec probe capabilities , ids , sethostname x , print on");
    HandmadePod without = podOf(newPrivileges, user, capabilities, "exec probe capabilities , ids");

    assertThat(with.run()).as(with.messages() + with.status("a")).isZero();
    assertThat(without.run()).isZero();

    assertThat(without.log("a"))
        .contains("CapBnd 0000000000000121\n", "no-new-privileges " + (newPrivileges ? 0 : 1));
    assertThat(with.log("a")).isEqualTo(without.log("a") + "sethostname error EACCES\non\n");
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "true, 1000", "false, 0", "false, 1000"})
  void whoMakesASystemCallThatKillsIsKilled(boolean newPrivileges, int user)
      throws IOException, InterruptedException {
    HandmadePod pod =
        podOf(
            newPrivileges,
            user,
            filter(SystemCall.GETPRIORITY, KILL, ALLOW),
            "exec probe print on , call " + SystemCall.GETPRIORITY.number() + " , print survived");

    assertThat(pod.run()).isEqualTo(128 + 31);
    assertThat(pod.status("a")).contains("state exited\n", "signal 31\n");
    assertThat(pod.log("a")).isEqualTo("on\n");
  }

  @Test
  void handlersHaveItToo() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app(
                "a",
                refusing(SystemCall.SETHOSTNAME),
                "pre-start probe sethostname x",
                "exec probe sethostname y",
                "post-stop probe sethostname z")
            .app("b", "capabilities CAP_SYS_ADMIN", "exec probe sethostname b");

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("a")).isEqualTo("sethostname error EACCES\n".repeat(3));
    assertThat(pod.log("b")).isEqualTo("sethostname ok\n");
  }

  @ParameterizedTest
  @CsvSource({
    "true, 0, /bin/nowhere, 127, cannot find /bin/nowhere",
    "false, 0, nowhere, 127, cannot find nowhere in the PATH /bin",
    "true, 1000, /etc/text, 126, cannot execute /etc/text: Permission denied",
    "false, 1000, /bin/nowhere, 127, cannot find /bin/nowhere",
  })
  void whatCannotBeExecutedIsToldWhateverTheFilterForbids(
      boolean newPrivileges, int user, String program, int status, String reason)
      throws IOException, InterruptedException {
    for (int others : List.of(KILL, REFUSE_WITH_EACCES)) {
      HandmadePod pod =
          podOf(
              newPrivileges,
              user,
              "file /etc/text 0644 0 0 text",
              filter(SystemCall.EXECVE, ALLOW, others),
              "restart 3",
              "exec " + program);

      assertThat(pod.run()).as(pod.messages()).isEqualTo(status);
      assertThat(pod.status("a"))
          .contains("state failed\n", "restarts 0\n", ("the app: " + reason).replace(" ", "%20"))
          .doesNotContain("signal");
    }
  }

  @Test
  void aHandlerThatCannotBeExecutedIsToldToo() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app(
                "a",
                filter(SystemCall.EXECVE, ALLOW, KILL),
                "pre-start /bin/nowhere",
                "exec probe");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.status("a"))
        .contains("state failed\n", "pre-start exit 127\n", "its%20pre-start%20handler:%20cannot");
  }

  @Test
  void aFilterThatRefusesToExecuteFailsTheAppOnly() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app("a", refusing(SystemCall.EXECVE), "exec probe print started")
            .app("b", "exec probe print lives");

    assertThat(pod.run()).isEqualTo(126);
    assertThat(pod.status("a")).contains("cannot%20execute%20probe:%20Permission%20denied");
    assertThat(pod.log("b")).isEqualTo("lives\n");
  }

  @Test
  void whatAppRunsInheritsItAndCannotBeRidOfIt() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app("a", refusing(SystemCall.SETHOSTNAME), "exec probe exec /bin/probe sethostname x");

    assertThat(pod.run()).isZero();
    assertThat(pod.log("a")).isEqualTo("sethostname error EACCES\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0020000000000000", "ffff000000000000", "0006000000000000 0020000000000000"})
  void whatTheKernelTakesForNoFilterFailsThePod(String instructions)
      throws IOException, InterruptedException {
    HandmadePod pod =
        pod().app("b", "exec probe print started").app("a", "filter " + instructions, "exec probe");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages())
        .contains("app a: filter: the kernel does not take it: Invalid argument");
    assertThat(pod.log("b")).isEmpty();
  }

  @Test
  void thePlanMayHaveAsManyInstructionsAsTheKernelTakes() throws IOException, InterruptedException {
    String most = "filter" + instruction(0x06, 0, 0, ALLOW).repeat(4096);
    HandmadePod pod = pod().app("a", most, "exec probe print on");
    HandmadePod more = pod().app("a", most + instruction(0x06, 0, 0, ALLOW), "exec probe");

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("a")).isEqualTo("on\n");
    assertThat(more.run()).isEqualTo(125);
    assertThat(more.messages()).contains("filter should have at most 4096 instructions");
  }
}
