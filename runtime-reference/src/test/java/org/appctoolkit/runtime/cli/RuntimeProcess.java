package org.appctoolkit.runtime.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The tool in a process of its own, which can be killed. */
final class RuntimeProcess {
  private final Path out;
  private final Path err;
  private final Process process;

  private RuntimeProcess(Path out, Path err, Process process) {
    this.out = out;
    this.err = err;
    this.process = process;
  }

  /** Runs the tool and ends with its exit status. */
  public static void main(String[] args) {
    System.exit(new RuntimeTool().run(System.out, System.err, args));
  }

  /** Starts it with its pods and its store below a directory. */
  static RuntimeProcess start(Path directory, Object... words) throws IOException {
    return start(directory, List.of(), System.getProperty("java.class.path", ""), words);
  }

  /**
   * Starts it behind another program.
   *
   * @param before the words of that program
   * @param classPath where its classes are
   */
  static RuntimeProcess start(
      Path directory, List<String> before, String classPath, Object... words) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            classPath,
            RuntimeProcess.class.getName()));
    Arrays.stream(words).map(Object::toString).forEach(command::add);
    Path out = Files.createTempFile(directory, "out", "");
    Path err = Files.createTempFile(directory, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("APPC_RUNTIME", directory.resolve("runtime").toString());
    builder.environment().put("APPC_STORE", directory.resolve("store").toString());
    builder.environment().put("APPC_NET", "none");
    return new RuntimeProcess(out, err, builder.start());
  }

  /** Waits until it has ended. */
  Tool.Ran ended() throws IOException, InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("it did not end: " + Files.readString(err));
    }
    return new Tool.Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  /** Asks it to end. */
  void terminate() {
    process.destroy();
  }

  /** Ends it at once. */
  void kill() {
    process.destroyForcibly();
  }
}
