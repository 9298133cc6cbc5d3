package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may go wrong with runc, and what it must not leave behind. */
@ParameterizedClass
@EnumSource(value = Stage1Build.class, names = "RUNC")
class RuncTest extends WithPods {
  @ParameterizedTest
  @ValueSource(ints = {5, 20, 35, 50, 65, 80})
  void aKeeperThatIsKilledWhileRuncStartsAProcessLeavesNothing(int milliseconds)
      throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe exit 1", "restart 100000").start();
    pod.await(() -> pod.status("a").contains("restarts 2\n"));
    Path namespace = pod.namespace();

    boolean ends = pod.endsWithin(milliseconds, TimeUnit.MILLISECONDS);
    pod.signal("KILL").ended();

    assertThat(ends).isFalse();
    assertThat(HandmadePod.goneFrom(namespace)).isTrue();
    assertThat(pod.leavesNoCgroup()).isTrue();
  }

  @Test
  void nothingOfRuncIsLeftWhenThePodIsOver() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe exit 1", "restart 3").app("b", "exec none");

    assertThat(pod.run()).isEqualTo(1);

    assertThat(pod.directory().resolve("runc")).doesNotExist();
    assertThat(pod.leavesNoCgroup()).isTrue();
  }

  @Test
  void aPodThatIsKilledWhileRuncStartsAProcessIsOverAndLeavesNothing()
      throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe exit 1", "restart 100000").start();
    pod.await(() -> pod.status("a").contains("restarts 2\n"));

    int status = pod.signal(pod.init(), "KILL").ended();

    assertThat(status).isEqualTo(125);
    assertThat(pod.status()).contains("init%20ended%20before%20the%20apps%20did");
    assertThat(pod.directory().resolve("runc")).doesNotExist();
    assertThat(pod.leavesNoCgroup()).isTrue();
  }

  @Test
  void aHostWithoutItIsToldWhichPackageHasIt() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe").behind(hiding("runc"));

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages()).contains("there is no runc in ", "(Debian package runc)");
    assertThat(pod.status()).contains("state failed\nexit 125\nreason there%20is%20no%20runc");
  }

  /** Runs what follows where a program cannot be executed. */
  static String[] hiding(String program) {
    return new String[] {
      "unshare",
      "-m",
      "sh",
      "-c",
      "mount --bind /dev/null \"$(command -v " + program + ")\" && exec \"$@\"",
      "sh"
    };
  }

  @Test
  void whatRuncCannotDoIsToldInItsOwnWords() throws IOException, InterruptedException {
    HandmadePod pod = pod();
    Path runc = Files.writeString(directory.resolve("runc"), FAILING);
    pod.app("a", "exec probe", "post-stop probe print after")
        .behind(
            "unshare",
            "-m",
            "sh",
            "-c",
            "chmod 755 $0 && mount --bind $0 $(command -v runc) && exec \"$@\"",
            runc.toString());

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.status("a"))
        .startsWith("state failed\n")
        .contains("reason the%20app:%20runc:%20there%20is%20no%20\"room\"\n");
    assertThat(pod.log("a")).isEmpty();
  }

  @Test
  void whatCannotBeExecutedThoughItCouldJustBeforeIsTold()
      throws IOException, InterruptedException {
    Path volume = Files.createDirectory(directory.resolve("volume"));
    Path program = Files.copy(Probe.path(), volume.resolve("program"));
    Path runc = directory.resolve("runc");
    Files.writeString(
        runc,
        """
        #!/bin/sh
        case " $* " in *" start "*) chmod 600 %s;; esac
        exec %s/real "$@"
        """
            .formatted(program, directory));
    HandmadePod pod =
        pod()
            .app("a", "bind " + volume + " /tmp none", "exec /tmp/program print x")
            .behind(
                "unshare",
                "-m",
                "sh",
                "-c",
                "cp $(command -v runc) $1 && chmod 755 $0"
                    + " && mount --bind $0 $(command -v runc) && shift && exec \"$@\"",
                runc.toString(),
                directory.resolve("real").toString());

    assertThat(pod.run()).isEqualTo(126);
    assertThat(pod.status("a"))
        .startsWith("state failed\n")
        .contains("reason the%20app:%20runc%20could%20not%20execute%20it\n");
  }

  private static final String FAILING =
      """
      #!/bin/sh
      while [ $# -gt 0 ]; do
        [ "$1" != --log ] || log=$2
        shift
      done
      echo '{"level":"warning","msg":"first"}' >"$log"
      echo '{"level":"error","msg":"there is no \\"room\\"","time":"x"}' >>"$log"
      exit 1
      """;
}
