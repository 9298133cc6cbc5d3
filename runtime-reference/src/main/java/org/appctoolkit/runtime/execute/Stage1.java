package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The program that executes plans: ours, or any other that keeps {@code docs/stage1-contract.md}.
 */
public final class Stage1 {
  private static final String RESOURCES = "/org/appctoolkit/runtime/";
  private static final Path NOTHING = Path.of("/dev/null");
  private static final int MOST_SAID_BYTES = 1 << 16;

  private final Path program;

  private Stage1(Path program) {
    this.program = program;
  }

  /**
   * The program at a path.
   *
   * @throws IOException if it cannot be executed
   */
  public static Stage1 at(Path program) throws IOException {
    if (!Files.isExecutable(program) || Files.isDirectory(program)) {
      throw new IOException(program + ": not a program that can be executed");
    }
    return new Stage1(program.toRealPath());
  }

  /** Those that come with these classes. */
  public enum BuiltIn {
    /** Which takes nothing but the kernel. */
    OURS("stage1"),
    /** Which starts every process with {@code runc}. */
    RUNC("stage1-runc"),
    /** Which runs ours in a container of {@code systemd-nspawn}. */
    NSPAWN("stage1-nspawn");

    private final String file;

    BuiltIn(String file) {
      this.file = file;
    }

    /** What an option names it by. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One that comes with these classes by its name, or the program at a path.
   *
   * @throws IOException if there is none
   */
  public static Stage1 named(String name, Pods pods) throws IOException {
    for (BuiltIn each : BuiltIn.values()) {
      if (each.toString().equals(name)) {
        return of(each, pods);
      }
    }
    return at(Path.of(name));
  }

  /** Our own. */
  public static Stage1 ours(Pods pods) throws IOException {
    return of(BuiltIn.OURS, pods);
  }

  /**
   * One that comes with these classes, which is kept in the directory of the pods.
   *
   * @throws IOException if it cannot be written, or was not built with them
   */
  static Stage1 of(BuiltIn which, Pods pods) throws IOException {
    try (InputStream in = Stage1.class.getResourceAsStream(RESOURCES + which.file)) {
      if (in == null) {
        throw new IOException(
            "there is no stage1 in this build, which takes Linux and a C compiler (cc); name one"
                + " by --stage1");
      }
      byte[] bytes = in.readAllBytes();
      String digest = HexFormat.of().formatHex(sha256(bytes), 0, 16);
      Path place = pods.program(which.file + "-" + digest);
      if (!Files.isExecutable(place)) {
        Path draft = Files.createTempFile(pods.path(), ".stage1-", "");
        try {
          Files.write(draft, bytes);
          Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
          SmallFile.sync(draft);
          Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Files.deleteIfExists(draft);
        }
      }
      return new Stage1(place);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Starts a pod that is prepared.
   *
   * @param lifeline whether it stops when this process lets go of it or dies
   * @throws RefusedException if it cannot be started, or was before
   */
  public StartedPod start(Pods pods, PodDirectory pod, boolean lifeline)
      throws IOException, RefusedException {
    pods.claim(pod);
    SmallFile.write(
        pod.path().resolve(PodDirectory.PLAN), PlanText.withLifeline(pod.plan(), lifeline));
    Path messages = pod.path().resolve(PodDirectory.MESSAGES);
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), pod.path().toString())
            .directory(Path.of("/").toFile())
            .redirectInput(
                lifeline
                    ? ProcessBuilder.Redirect.PIPE
                    : ProcessBuilder.Redirect.from(NOTHING.toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(messages.toFile()));
    builder.environment().clear();
    Process process = builder.start();
    Optional<ProcessStamp> stamp = ProcessStamp.of(process.pid());
    SmallFile.write(
        pod.path().resolve(PodDirectory.STAGE1),
        stamp.map(ProcessStamp::toString).orElse("0 0") + "\n");
    return new StartedPod(pod, process);
  }

  /**
   * Makes a bridge of this host, or completes one that was left half made.
   *
   * @param address its address and the length of the prefix
   * @throws IOException if it cannot be made, or is there and somebody else's
   */
  void makeBridge(String name, String address) throws IOException {
    see("bridge", name, address);
  }

  /** Removes a bridge of this host, unless something is plugged into it or there is none. */
  void removeBridge(String name) throws IOException {
    see("bridge", name);
  }

  /** Runs the program for something other than a pod, which it does at once. */
  private void see(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectInput(NOTHING.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    Process process = builder.start();
    String said =
        new String(process.getInputStream().readNBytes(MOST_SAID_BYTES), StandardCharsets.UTF_8)
            .strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(said.isEmpty() ? program + " failed" : said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Runs a command beside an app, with the standard streams of this process.
   *
   * @param app its name
   * @param command its words; at least one
   * @return its exit status
   * @throws RefusedException if the app does not run
   */
  public int enter(PodDirectory pod, String app, List<String> command)
      throws IOException, RefusedException, InterruptedException {
    ProcessStamp init =
        pod.init()
            .orElseThrow(
                () -> new RefusedException("the pod %s does not run".formatted(pod.uuid())));
    ProcessStamp process = AppProcess.of(pod, init, app);
    PlanText.App plan = PlanText.app(pod.plan(), app);
    List<String> words = new ArrayList<>();
    words.add(program.toString());
    words.add("enter");
    words.add(Long.toString(init.pid()));
    words.add(Long.toString(process.pid()));
    words.add(plan.way());
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(plan.environment());
    return builder.start().waitFor();
  }
}
