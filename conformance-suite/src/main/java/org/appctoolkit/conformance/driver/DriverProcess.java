package org.appctoolkit.conformance.driver;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.appctoolkit.document.Quote;
import org.appctoolkit.document.Source;

/**
 * Runs of a driver, each in a session of its own: when one takes too long or writes too much, all
 * of that session is killed and nothing else. A runtime's processes that begin a session of their
 * own, as those of pods do, live on.
 *
 * <p>What it writes goes to files. So nothing has to be read from a pipe that a process which was
 * left behind holds open, and nothing blocks.
 */
final class DriverProcess {
  /** Of util-linux. It would tell by an exit status of its own that there is no driver. */
  private static final String SETSID = "setsid";

  /** What a document may have. */
  static final int MOST_OUTPUT = 1 << 20;

  private static final int KEPT_DIAGNOSTICS = 64 << 10;
  private static final long MOST_DIAGNOSTICS = 64L << 20;
  private static final long LOOK_MILLIS = 50;
  private static final int SIGNALED = 128;

  private final List<String> command;
  private final Path directory;
  private final Path scratch;
  private final Map<String, String> environment;

  /**
   * A driver.
   *
   * @param command the program, by its absolute path or a name on PATH, and its first arguments
   * @param directory its working directory
   * @param scratch where its output is kept while it runs
   * @param environment variables beside those of this process
   */
  DriverProcess(
      List<String> command, Path directory, Path scratch, Map<String, String> environment) {
    this.command = List.copyOf(command);
    this.directory = directory;
    this.scratch = scratch;
    this.environment = Map.copyOf(environment);
  }

  /** What came of a run, and the document that it has printed. */
  record Ended(Exchange exchange, Source output) {}

  /**
   * Runs it to its end.
   *
   * @param arguments what stands behind the command
   * @param most how long it may take
   * @throws DriverException if it cannot be run at all
   * @throws InterruptedException when this thread is; the driver has then ended
   */
  Ended run(List<String> arguments, Duration most) throws DriverException, InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.addAll(arguments);
    for (String program : List.of(SETSID, command.get(0))) {
      if (!isThere(program)) {
        throw new DriverException(
            "there is no such program, or it is not executable: " + Quote.of(program));
      }
    }
    try {
      Path out = Files.createTempFile(scratch, "stdout-", "");
      Path err = Files.createTempFile(scratch, "stderr-", "");
      try {
        return run(words, most, out, err);
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new DriverException(
          "the driver %s cannot be run: %s"
              .formatted(Quote.of(String.join(" ", words)), Quote.escape(reason(e))),
          e);
    }
  }

  private static boolean isThere(String program) {
    if (program.indexOf('/') >= 0) {
      return isExecutable(Path.of(program));
    }
    String places = System.getenv("PATH");
    return Arrays.stream((places == null ? "" : places).split(File.pathSeparator, -1))
        .anyMatch(place -> isExecutable(Path.of(place).resolve(program)));
  }

  private static boolean isExecutable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private Ended run(List<String> words, Duration most, Path out, Path err)
      throws IOException, InterruptedException {
    List<String> inSession = new ArrayList<>(List.of(SETSID));
    inSession.addAll(words);
    ProcessBuilder builder =
        new ProcessBuilder(inSession)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    long begin = System.nanoTime();
    Process process = builder.start();
    String fault;
    try {
      fault = await(process, most, out, err);
    } finally {
      if (process.isAlive()) {
        Session.of(process).kill();
      }
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - begin);
    process.waitFor();
    int status = process.exitValue();
    boolean ownEnd = fault.isEmpty() && status <= SIGNALED;
    byte[] output = head(out);
    Exchange exchange =
        new Exchange(
            words,
            duration,
            ownEnd ? OptionalInt.of(status) : OptionalInt.empty(),
            ending(fault, status),
            new String(output, StandardCharsets.UTF_8),
            tail(err));
    return new Ended(exchange, Source.of("output", output));
  }

  /** Waits for its end; why it has to be ended, empty if it has ended. */
  private static String await(Process process, Duration most, Path out, Path err)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (true) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      boolean over =
          process.waitFor(Math.max(1, Math.min(left, LOOK_MILLIS)), TimeUnit.MILLISECONDS);
      if (Files.size(out) > MOST_OUTPUT) {
        return "more than %d bytes of output".formatted(MOST_OUTPUT);
      }
      if (Files.size(err) > MOST_DIAGNOSTICS) {
        return "more than %d bytes of diagnostics".formatted(MOST_DIAGNOSTICS);
      }
      if (over) {
        return "";
      }
      if (left <= 0) {
        return "no end within " + most.toMillis() + " ms";
      }
    }
  }

  private static String ending(String fault, int status) {
    if (!fault.isEmpty()) {
      return fault;
    }
    return status > SIGNALED ? "signal " + (status - SIGNALED) : "exit status " + status;
  }

  private static byte[] head(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      return read(in, Math.min(in.length(), MOST_OUTPUT + 1L));
    }
  }

  private static String tail(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long length = in.length();
      long kept = Math.min(length, KEPT_DIAGNOSTICS);
      in.seek(length - kept);
      return new String(read(in, kept), StandardCharsets.UTF_8);
    }
  }

  private static byte[] read(RandomAccessFile in, long length) throws IOException {
    byte[] bytes = new byte[(int) length];
    in.readFully(bytes);
    return bytes;
  }

  private static String reason(IOException e) {
    Throwable plainest = e.getCause() == null ? e : e.getCause();
    String message = plainest.getMessage();
    return message == null ? plainest.getClass().getSimpleName() : message;
  }
}
