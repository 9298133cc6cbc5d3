package org.appctoolkit.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(value = OS.LINUX, disabledReason = "asks /proc")
class ProcessStampTest {
  @Test
  void thisProcessLives() {
    assertThat(ProcessStamp.own().isAlive()).isTrue();
  }

  @Test
  void aTextOfItIsReadBack() {
    ProcessStamp own = ProcessStamp.own();

    assertThat(ProcessStamp.parse(own + "\n")).contains(own);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "1 ", "a 1", "1 b", "1 2 3", " 1 2", "-1 2", "99999999999 1", "1 2\n\n"})
  void whatHasAnotherFormTellsOfNoProcess(String text) {
    assertThat(ProcessStamp.parse(text)).isEmpty();
  }

  @Test
  void anotherProcessWithTheSameNumberIsNotTheOne() {
    ProcessStamp own = ProcessStamp.own();

    assertThat(new ProcessStamp(own.pid(), own.start() - 1).isAlive()).isFalse();
  }

  @Test
  void aProcessThatHasEndedIsDead() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    ProcessStamp stamp = ProcessStamp.of(process.pid()).orElseThrow();
    boolean before = stamp.isAlive();

    process.getOutputStream().close();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

    assertThat(before).isTrue();
    assertThat(stamp.isAlive()).isFalse();
  }

  @Test
  void oneThatNobodyHasReapedIsDead() throws IOException {
    // What takes the place of the shell never asks for the shell's child.
    Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec cat").start();
    try {
      long child = Long.parseLong(parent.inputReader().readLine());
      Path name = Path.of("/proc/" + parent.pid() + "/comm");
      assertThat(becomes(() -> textOf(name).equals("cat\n"))).isTrue();

      ProcessHandle.of(child).orElseThrow().destroyForcibly();

      assertThat(becomes(() -> ProcessStamp.of(child).isEmpty())).isTrue();
      assertThat(Path.of("/proc/" + child)).exists();
    } finally {
      parent.destroyForcibly();
    }
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean becomes(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }
}
