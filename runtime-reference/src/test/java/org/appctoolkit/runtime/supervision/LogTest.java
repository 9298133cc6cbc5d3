package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That nothing of what an app says is lost or changed. */
class LogTest extends OfStage1 {
  private static final int MUCH = 100 << 20;

  /** Where a file is not what the probe floods with from an offset on, or its length. */
  private static long sameAsFlood(Path file, long offset) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      long at = offset;
      for (int got = in.read(); got >= 0; got = in.read(), at++) {
        if (got != (int) ((at * 31 + (at >> 8) * 17 + (at >> 16) * 7) & 0xff)) {
          return at - offset;
        }
      }
      return at - offset;
    }
  }

  @Test
  void hundredMegabytesOfBytesOfAllKindsAreKept() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe flood stdout " + MUCH);

    assertThat(pod.run()).isZero();
    assertThat(sameAsFlood(pod.log("a", "stdout"), 0)).isEqualTo(MUCH);
    assertThat(Files.size(pod.log("a", "stdout"))).isEqualTo(MUCH);
  }

  @Test
  void twoThatSayMuchDoNotMix() throws IOException, InterruptedException {
    int each = 20 << 20;
    HandmadePod pod =
        pod()
            .app("a", "exec probe flood stdout " + each)
            .app("b", "exec probe flood stderr " + each);

    assertThat(pod.run()).isZero();
    assertThat(sameAsFlood(pod.log("a", "stdout"), 0)).isEqualTo(each);
    assertThat(sameAsFlood(pod.log("b", "stderr"), 0)).isEqualTo(each);
    assertThat(pod.log("a", "stderr")).isEmptyFile();
    assertThat(pod.log("b", "stdout")).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 7", "signal 9", "signal 6"})
  void whatIsSaidJustBeforeTheEndIsThereWhenTheEndIsTold(String end)
      throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app("a", "exec probe put-error x , letters stdout 60000 , put last , " + end)
            .app("b", "exec probe forever")
            .start();

    pod.await(() -> pod.status("a").startsWith("state exited"));

    assertThat(pod.log("a")).hasSize(60_004).endsWith("last");
    assertThat(pod.log("a", "stderr")).hasContent("x");
    pod.signal("KILL").ended();
  }

  @Test
  void whatALargePipeStillHoldsAtTheEndIsKept() throws IOException, InterruptedException {
    int said = 900_000;
    String then = " , write /tmp/done x , forever";
    HandmadePod pod =
        pod()
            .app("a", "exec probe pipe 1048576 , await /tmp/go , letters stdout " + said + then)
            .start()
            .awaitLine("a", "pipe ok");
    Path place = Path.of("/proc/%d/root/tmp".formatted(pod.process("a")));

    // While the keeper stands still all is said, and the pod ends.
    pod.signal("STOP");
    Files.writeString(place.resolve("go"), "");
    pod.await(() -> Files.exists(place.resolve("done")));
    pod.signal(pod.init(), "KILL").signal("CONT");

    assertThat(pod.ended()).isEqualTo(125);
    assertThat(pod.log("a")).hasSize("pipe ok\n".length() + said + "write /tmp/done ok\n".length());
  }

  @Test
  void aFullFileMakesWayAndTheLastBytesAreAlwaysThere() throws IOException, InterruptedException {
    int limit = 100_000;
    int said = 5_000_001;
    HandmadePod pod = pod().pod("log-limit " + limit).app("a", "exec probe flood stdout " + said);

    assertThat(pod.run()).isZero();

    long last = Files.size(pod.log("a", "stdout"));
    assertThat(last).isEqualTo(said % limit);
    assertThat(sameAsFlood(pod.log("a", "stdout"), said - last)).isEqualTo(last);
    assertThat(sameAsFlood(pod.log("a", "stdout.1"), said - last - limit)).isEqualTo(limit);
    assertThat(pod.log("a", "stdout.2")).doesNotExist();
    assertThat(Files.readAllLines(pod.log("a", "stdout.times")))
        .contains("rotated " + (said - last))
        .allMatch(line -> line.matches("rotated [0-9]+|[0-9]{13} [0-9]+"));
  }

  @Test
  void aFloodOfAGibibyteKeepsToItsLimitAndHoldsUpNobody() throws IOException, InterruptedException {
    long limit = 8 << 20;
    long last = 12_345;
    long said = (1L << 30) + last;
    HandmadePod pod =
        pod()
            .pod("log-limit " + limit)
            .app("a", "exec probe flood stdout " + said)
            .app("b", "exec probe put heard");
    pod.start().await(() -> pod.log("b").equals("heard"));

    assertThat(pod.ended()).isZero();

    assertThat(Files.size(pod.log("a", "stdout"))).isEqualTo(last);
    assertThat(sameAsFlood(pod.log("a", "stdout"), said - last)).isEqualTo(last);
    assertThat(sameAsFlood(pod.log("a", "stdout.1"), said - last - limit)).isEqualTo(limit);
  }

  @Test
  void theIndexTellsWhenWhatWasSaid() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe put one , await /tmp/go , sleep 150 , put two");
    long before = System.currentTimeMillis();
    pod.start().await(() -> pod.log("a").equals("one"));
    long between = System.currentTimeMillis();

    assertThat(pod.go().ended()).isZero();

    List<String> lines = Files.readAllLines(pod.log("a", "stdout.times"));
    assertThat(lines).hasSize(2).allMatch(line -> line.matches("[0-9]+ [03]"));
    assertThat(Long.parseLong(lines.get(0).split(" ", 2)[0])).isBetween(before, between);
    assertThat(Long.parseLong(lines.get(1).split(" ", 2)[0])).isGreaterThan(between);
    assertThat(lines.get(1)).endsWith(" 3");
  }

  @Test
  void whatFindsNoRoomIsCountedAndTheAppGoesOn() throws IOException, InterruptedException {
    Path kept = directory.resolve("kept");
    HandmadePod pod = pod().app("a", "exec probe flood stdout 1000000 , error done");
    pod.behind(
        "unshare",
        "-m",
        "sh",
        "-c",
        "mkdir $3/apps && mount -t tmpfs -o size=200k none $3/apps"
            + " && { \"$2\" \"$3\"; status=$?; cp -r \"$3/apps\" \"$1\"; exit $status; }",
        "sh",
        kept.toString());

    assertThat(pod.run()).as(pod.messages()).isZero();

    long size = Files.size(kept.resolve("a/stdout"));
    assertThat(size).isBetween(100_000L, 200_000L);
    assertThat(sameAsFlood(kept.resolve("a/stdout"), 0)).isEqualTo(size);
    assertThat(Files.readString(kept.resolve("a/status")))
        .startsWith("state exited\nexit 0\n")
        .contains("lost-stdout " + (1_000_000 - size) + "\n");
  }

  @Test
  void aTerminalIsThereForWhoNeedsOneAndNeverFull() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app(
                "a",
                "directory /dev/pts 0755 0 0",
                "mount devpts /dev/pts nosuid,noexec newinstance,ptmxmode=0666,mode=0620",
                "file /dev/console 0600 0 0 %",
                "console /dev/console",
                "file /etc/much 0644 0 0 " + "x".repeat(300_000),
                "exec probe stat /dev/console , append /dev/console " + "y".repeat(90_000));

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("a")).contains("stat /dev/console c", "append /dev/console ok");
  }
}
