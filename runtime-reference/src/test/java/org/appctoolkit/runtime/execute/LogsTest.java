package org.appctoolkit.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs as stage1 writes them, written by hand. */
class LogsTest {
  @TempDir private Path directory = Path.of("");

  private PodDirectory pod = new PodDirectory(new UUID(0, 1), directory);

  @BeforeEach
  void makeAPod() throws IOException {
    pod = new PodDirectory(new UUID(0, 1), directory);
    for (String app : List.of("web", "db")) {
      Files.createDirectories(pod.app(app));
      for (Logs.Stream stream : Logs.Stream.values()) {
        append(app, stream.toString(), "");
      }
    }
  }

  private static final class Heard implements Logs.Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Long> lost = new ArrayList<>();

    @Override
    public boolean write(String app, Logs.Stream stream, byte[] more, int length) {
      bytes.write(more, 0, length);
      return true;
    }

    @Override
    public void passedOver(String app, Logs.Stream stream, long count) {
      lost.add(count);
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private void append(String app, String file, String text) throws IOException {
    Files.writeString(
        pod.app(app).resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void rotate(String app, String file, long offset) throws IOException {
    Path log = pod.app(app).resolve(file);
    Files.move(log, log.resolveSibling(file + ".1"), StandardCopyOption.REPLACE_EXISTING);
    Files.createFile(log);
    append(app, file + ".times", "rotated " + offset + "\n");
  }

  private Logs logs(Optional<Instant> since) throws IOException {
    return new Logs(pod, List.of("web", "db"), List.of(Logs.Stream.values()), since);
  }

  private String copied(Optional<Instant> since) throws IOException {
    Heard heard = new Heard();
    try (Logs logs = logs(since)) {
      logs.copy(heard);
    }
    return heard.text();
  }

  @Test
  void theOlderFileComesFirst() throws IOException {
    append("web", "stdout.times", "1000 0\n");
    append("web", "stdout", "older ");
    rotate("web", "stdout", 6);
    append("web", "stdout", "newer");

    assertThat(copied(Optional.empty())).isEqualTo("older newer");
  }

  @Test
  void streamsAreMixedByTheirTimes() throws IOException {
    append("web", "stdout.times", "1000 0\n3000 2\n");
    append("web", "stdout", "a c ");
    append("db", "stderr.times", "2000 0\n4000 2\n");
    append("db", "stderr", "b d ");

    assertThat(copied(Optional.empty())).isEqualTo("a b c d ");
  }

  @Test
  void withoutAnIndexNothingIsMissing() throws IOException {
    append("web", "stdout", "all of it");

    assertThat(copied(Optional.empty())).isEqualTo("all of it");
  }

  @Test
  void linesOfTheIndexThatAreNoneArePassedOver() throws IOException {
    append("web", "stdout.times", "1000 0\n12\nrotated\nx y\n\n99999999999999999999 1\n2000 2\n3");
    append("web", "stdout", "a b ");

    assertThat(copied(Optional.of(Instant.ofEpochMilli(1500)))).isEqualTo("b ");
  }

  @Test
  void whatIsOlderIsLeftOut() throws IOException {
    append("web", "stdout.times", "1000 0\n60000 6\n");
    append("web", "stdout", "early late");

    assertThat(copied(Optional.of(Instant.ofEpochMilli(30_000)))).isEqualTo("late");
    assertThat(copied(Optional.of(Instant.ofEpochMilli(1_050)))).isEqualTo("early late");
    assertThat(copied(Optional.of(Instant.ofEpochMilli(90_000)))).isEmpty();
  }

  @Test
  void appsThatNeverBeganHaveWrittenNothing() throws IOException {
    Files.delete(pod.app("web").resolve("stdout"));

    assertThat(copied(Optional.empty())).isEmpty();
  }

  /** Runs a step each time it is asked whether the pod has ended; after the last one it has. */
  private String followed(Heard heard, List<Step> steps) throws Exception {
    append("web", "stdout.times", "1000 0\n");
    Deque<Step> left = new ArrayDeque<>(steps);
    try (Logs logs = logs(Optional.empty())) {
      logs.follow(
          heard,
          () -> {
            Step step = left.pollFirst();
            if (step == null) {
              return true;
            }
            try {
              step.run();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return false;
          });
    }
    return heard.text();
  }

  private interface Step {
    void run() throws IOException;
  }

  @Test
  void whatComesIsFollowedOverRotations() throws Exception {
    Heard heard = new Heard();

    String text =
        followed(
            heard,
            List.of(
                () -> append("web", "stdout", "one "),
                () -> append("web", "stdout", "two "),
                () -> rotate("web", "stdout", 8),
                () -> append("web", "stdout", "three "),
                () -> {
                  append("web", "stdout", "four ");
                  rotate("web", "stdout", 19);
                  append("web", "stdout", "five");
                }));

    assertThat(text).isEqualTo("one two three four five");
    assertThat(heard.lost).isEmpty();
  }

  @Test
  void whatWasRotatedAwayIsTold() throws Exception {
    Heard heard = new Heard();

    String text =
        followed(
            heard,
            List.of(
                () -> append("web", "stdout", "one "),
                () -> {
                  rotate("web", "stdout", 4);
                  append("web", "stdout", "lost ");
                  rotate("web", "stdout", 9);
                  append("web", "stdout", "kept ");
                  rotate("web", "stdout", 14);
                  append("web", "stdout", "last");
                }));

    assertThat(text).isEqualTo("one kept last");
    assertThat(heard.lost).containsExactly(5L);
  }

  @Test
  void aReaderThatGoesAwayEndsIt() throws Exception {
    append("web", "stdout", "one");
    Logs.Sink gone =
        new Logs.Sink() {
          @Override
          public boolean write(String app, Logs.Stream stream, byte[] bytes, int length) {
            return false;
          }

          @Override
          public void passedOver(String app, Logs.Stream stream, long count) {}
        };

    try (Logs logs = logs(Optional.empty())) {
      logs.follow(gone, () -> false);
    }

    assertThat(copied(Optional.empty())).isEqualTo("one");
  }
}
