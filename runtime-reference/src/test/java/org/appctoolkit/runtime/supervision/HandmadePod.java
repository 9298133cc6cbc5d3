package org.appctoolkit.runtime.supervision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod whose plan is written by hand, line by line, and a stage1 that runs it. Its apps have the
 * probe at /bin/probe, and an empty /tmp. It has a lifeline to this process unless {@link
 * #withoutLifeline} says otherwise, so that no pod outlives its test.
 */
final class HandmadePod implements AutoCloseable {
  private static final long BOUND = TimeUnit.SECONDS.toNanos(60);
  private static final Set<String> OF_THE_ROOTFS =
      Set.of("cgroup", "directory", "file", "link", "mount", "bind", "console", "seal");
  private static final List<String> OF_EVERY_APP =
      List.of("user 0", "group 0", "groups", "capabilities", "directory-of-work /");

  private final Path parent;
  private final Path directory;
  private final Stage1Build build;
  private final List<String> podLines = new ArrayList<>();
  private final List<String> appLines = new ArrayList<>();
  private boolean lifeline = true;
  private String overlayWords = "";
  private List<String> before = List.of();
  private @Nullable Process keeper;

  private HandmadePod(Path parent, String name, Stage1Build build) {
    this.parent = parent;
    this.directory = parent.resolve(name);
    this.build = build;
  }

  /** A pod without apps in a directory below one that all pods of a test share. */
  static HandmadePod in(Path parent, String name, Stage1Build build) throws IOException {
    HandmadePod pod = new HandmadePod(parent, name, build);
    Path tree = parent.resolve("tree");
    if (!Files.exists(tree)) {
      for (String each : List.of("bin", "dev", "etc", "proc", "tmp")) {
        Files.createDirectories(tree.resolve(each));
      }
      Files.copy(Probe.path(), tree.resolve("bin/probe"));
      Files.writeString(tree.resolve("dev/null"), "");
    }
    Files.createDirectories(pod.directory.resolve("root"));
    Files.createDirectories(pod.directory());
    return pod;
  }

  /** The pod directory. */
  Path directory() {
    return directory.resolve("pod");
  }

  /** The tree that the rootfs of every app has as its lower layer. */
  Path tree() {
    return parent.resolve("tree");
  }

  /** The directory that all pods of a test share. */
  Path parent() {
    return parent;
  }

  HandmadePod withoutLifeline() {
    lifeline = false;
    return this;
  }

  /** Runs stage1 by a program in front of it. */
  HandmadePod behind(String... words) {
    before = List.of(words);
    return this;
  }

  HandmadePod overlayWords(String words) {
    overlayWords = " " + words;
    return this;
  }

  /** Steps of the pod beside those that every plan has. */
  HandmadePod pod(String... lines) {
    podLines.addAll(List.of(lines));
    return this;
  }

  /**
   * An app with mounts of its own. Steps that make something in its rootfs, and those that say what
   * its processes are, may be mixed; what is not said of the latter is the least.
   */
  HandmadePod app(String name, String... lines) throws IOException {
    return app(name, true, directory.resolve("mounts").resolve(name), lines);
  }

  /** An app in the mounts of the pod. */
  HandmadePod chrooted(String name, String... lines) throws IOException {
    return app(name, false, directory.resolve("root").resolve(name), lines);
  }

  private HandmadePod app(String name, boolean ownMounts, Path rootfs, String... lines)
      throws IOException {
    Path layers = directory.resolve("layers").resolve(name);
    Path upper = Files.createDirectories(layers.resolve("upper"));
    Path work = Files.createDirectories(layers.resolve("work"));
    appLines.add("app " + name);
    if (ownMounts) {
      Files.createDirectories(rootfs);
      appLines.add("own-mounts");
    }
    appLines.add("overlay %s %s %s %s%s".formatted(tree(), upper, work, rootfs, overlayWords));
    appLines.add("root " + rootfs);
    appLines.add("mount proc /proc none %");
    appLines.add("bind /dev/null /dev/null none");
    List<String> given = List.of(lines);
    appLines.addAll(given.stream().filter(line -> OF_THE_ROOTFS.contains(step(line))).toList());
    appLines.add(ownMounts ? "enter pivot" : "enter chroot");
    for (String each : OF_EVERY_APP) {
      if (given.stream().noneMatch(line -> step(line).equals(step(each)))) {
        appLines.add(each);
      }
    }
    appLines.add("environment PATH=/bin");
    appLines.addAll(given.stream().filter(line -> !OF_THE_ROOTFS.contains(step(line))).toList());
    appLines.add("end");
    return this;
  }

  private static String step(String line) {
    return line.split(" ", 2)[0];
  }

  /** The plan as it would be run. */
  String plan() {
    List<String> lines = new ArrayList<>();
    lines.add("appc-plan 1");
    lines.add("pod 00000000-0000-4000-8000-000000000001");
    if (lifeline) {
      lines.add("lifeline");
    }
    lines.addAll(podLines);
    lines.add("namespaces pid network ipc uts mount");
    lines.add("pod-root " + directory.resolve("root"));
    lines.addAll(appLines);
    return String.join("\n", lines) + "\n";
  }

  HandmadePod start() throws IOException {
    return start(plan());
  }

  HandmadePod start(String plan) throws IOException {
    Files.writeString(directory().resolve("plan"), plan, StandardCharsets.ISO_8859_1);
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(build.path().toString(), directory().toString()));
    keeper =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    return this;
  }

  private Process keeper() {
    return Objects.requireNonNull(keeper, "start it first");
  }

  /** What the keeper, or the program in front of it, ended with. */
  int ended() throws IOException, InterruptedException {
    if (!keeper().waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("it does not end: " + messages());
    }
    return keeper().exitValue();
  }

  /** Whether it ends in so much time. */
  boolean endsWithin(long time, TimeUnit unit) throws InterruptedException {
    return keeper().waitFor(time, unit);
  }

  /** Starts it and waits for its end. */
  int run() throws IOException, InterruptedException {
    return start().ended();
  }

  /** Something that will be so sooner or later. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Waits for something while the keeper lives, or a bounded time. */
  HandmadePod await(Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + BOUND;
    while (!condition.holds()) {
      boolean over = keeper().waitFor(2, TimeUnit.MILLISECONDS) && !condition.holds();
      if (over || System.nanoTime() > end) {
        throw new IOException((over ? "it has ended: " : "too late: ") + messages() + statuses());
      }
    }
    return this;
  }

  /** Waits until an app has said a line. */
  HandmadePod awaitLine(String app, String line) throws IOException, InterruptedException {
    return await(() -> log(app).lines().anyMatch(line::equals));
  }

  /** Ends the lifeline. */
  HandmadePod letGo() throws IOException {
    keeper().getOutputStream().close();
    return this;
  }

  /** Sends a signal to the keeper. */
  HandmadePod signal(String name) throws IOException, InterruptedException {
    return signal(keeper().pid(), name);
  }

  HandmadePod signal(long process, String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process)).start().waitFor();
    return this;
  }

  /** The number on the host of process 1 of the pod. */
  long init() throws IOException {
    return Long.parseLong(read(directory().resolve("init")).split(" ", 2)[0]);
  }

  /** The numbers on the host of the processes that init is the parent of. */
  List<Long> childrenOfInit() throws IOException {
    return childrenOf(init());
  }

  /** The numbers of the processes that relay for the pod, in the order of their start. */
  List<Long> relays() throws IOException {
    List<Long> found = new ArrayList<>();
    for (long each : childrenOf(keeper().pid())) {
      if (read(Path.of("/proc/" + each + "/comm")).equals("stage1-relay\n")) {
        found.add(each);
      }
    }
    return found;
  }

  /** The numbers of the processes that another one has started. */
  static List<Long> childrenOf(long process) throws IOException {
    return Stream.of(read(Path.of("/proc/%1$d/task/%1$d/children".formatted(process))).split(" "))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .map(Long::valueOf)
        .toList();
  }

  /** The number on the host of the process that the status of an app names. */
  long process(String app) throws IOException, InterruptedException {
    Pattern form = Pattern.compile("(?m)^pid ([0-9]+)$");
    await(() -> form.matcher(status(app)).find());
    Matcher matcher = form.matcher(status(app));
    String number = matcher.find() ? matcher.group(1) : "of it";
    for (String each : processesIn(namespace())) {
      if (read(Path.of(each, "status")).contains("\t" + number + "\nNSpgid:")) {
        return Long.parseLong(each.substring("/proc/".length()));
      }
    }
    throw new IOException("no process " + number + " of " + app + ": " + statuses());
  }

  /** Makes the file /tmp/go in the rootfs of the oldest process of an app. */
  HandmadePod go() throws IOException {
    long init = init();
    long oldest =
        processesIn(namespace()).stream()
            .map(each -> Long.valueOf(each.substring("/proc/".length())))
            .filter(each -> each != init)
            .min(Comparator.naturalOrder())
            .orElse(init);
    Files.writeString(Path.of("/proc/" + oldest + "/root/tmp/go"), "");
    return this;
  }

  /** Whether the keeper has taken notice of every signal. */
  boolean hasHeard() throws IOException {
    return read(Path.of("/proc/" + keeper().pid() + "/status"))
        .contains("ShdPnd:\t0000000000000000\n");
  }

  /** Whether init has ended, also if the keeper has not taken notice. */
  boolean initIsOver() throws IOException {
    return read(Path.of("/proc/" + init() + "/stat")).contains(") Z ");
  }

  /** The processes of the host that are in the namespace of a pod, named by its link in /proc. */
  static List<String> processesIn(Path namespace) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path each : (Iterable<Path>) all::iterator) {
        try {
          if (Files.readSymbolicLink(each.resolve("ns/pid")).equals(namespace)) {
            found.add(each.toString());
          }
        } catch (IOException | UncheckedIOException e) {
          // No process, or it has ended meanwhile.
        }
      }
    }
    return found;
  }

  /** Whether all of them have gone, at once or soon. */
  static boolean goneFrom(Path namespace) throws IOException {
    long end = System.nanoTime() + BOUND;
    while (!processesIn(namespace).isEmpty()) {
      if (System.nanoTime() > end) {
        return false;
      }
    }
    return true;
  }

  /** Whether no cgroup that its keeper has made for its own use is left, at once or soon. */
  boolean leavesNoCgroup() throws IOException {
    long end = System.nanoTime() + BOUND;
    String name = "appc-" + keeper().pid();
    while (true) {
      try (Stream<Path> all = Files.walk(Path.of("/sys/fs/cgroup"), 8)) {
        if (all.noneMatch(each -> (each.getFileName() + "-").startsWith(name + "-"))) {
          return true;
        }
      } catch (UncheckedIOException e) {
        // Another pod's, which was removed meanwhile.
      }
      if (System.nanoTime() > end) {
        return false;
      }
    }
  }

  /** What names the pod's namespace of processes. */
  Path namespace() throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + init() + "/ns/pid"));
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** What stage1 itself has said. */
  String messages() throws IOException {
    return read(directory.resolve("err"));
  }

  String status() throws IOException {
    return read(directory().resolve("status"));
  }

  String status(String app) throws IOException {
    return read(directory().resolve("apps").resolve(app).resolve("status"));
  }

  private String statuses() throws IOException {
    StringBuilder all = new StringBuilder(status());
    if (Files.isDirectory(directory().resolve("apps"))) {
      try (Stream<Path> apps = Files.list(directory().resolve("apps"))) {
        for (Path each : (Iterable<Path>) apps::iterator) {
          all.append(each).append('\n').append(read(each.resolve("status")));
        }
      }
    }
    return all.toString();
  }

  /** What an app has said, byte by character. */
  String log(String app) throws IOException {
    return read(log(app, "stdout"));
  }

  /** A file of the log of an app. */
  Path log(String app, String file) {
    return directory().resolve("apps").resolve(app).resolve(file);
  }

  @Override
  public void close() throws IOException {
    if (keeper != null) {
      keeper.destroyForcibly();
      try {
        keeper.waitFor(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
