package org.appctoolkit.runtime.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Cgroups of one test, below those that the test is in, and steps that make and limit them.
 *
 * <p>With version 2 they are at the root of the hierarchy instead: whoever has processes cannot
 * have cgroups with limits below.
 */
final class OwnCgroups {
  private static final Path ALL = Path.of("/sys/fs/cgroup");

  private final String name =
      "appc-test-"
          + Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36)
              .toLowerCase(Locale.ROOT);
  private final TreeSet<Path> named = new TreeSet<>(Comparator.reverseOrder());

  /** Whether there is one hierarchy for all controllers. */
  static boolean unified() {
    return Files.exists(ALL.resolve("cgroup.controllers"));
  }

  /** Where the cgroup of a controller is. */
  Path of(String controller) throws IOException {
    Path mount = unified() ? ALL : ALL.resolve(controller).toRealPath();
    Path path = Path.of(mount + (unified() ? "" : ofThisProcess(controller))).resolve(name);
    named.add(path);
    return path;
  }

  private static String ofThisProcess(String controller) throws IOException {
    for (String each : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
      String[] fields = each.split(":", 3);
      if (List.of(fields[1].split(",")).contains(controller)) {
        return fields[2];
      }
    }
    throw new IOException("there is no cgroup of " + controller);
  }

  /**
   * A step that makes one, and those that give it values: a file of version 1 or 2, and a value.
   */
  private String[] steps(String controller, String... values) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("make-cgroup " + of(controller));
    for (int i = 0; i < values.length; i += 2) {
      lines.add("cgroup-value " + values[i] + " " + values[i + 1]);
    }
    return lines.toArray(String[]::new);
  }

  String[] memory(long bytes) throws IOException {
    return steps("memory", unified() ? "memory.max" : "memory.limit_in_bytes", "" + bytes);
  }

  String[] processes(int most) throws IOException {
    return steps("pids", "pids.max", "" + most);
  }

  /** A tenth of one processor for each hundredth of a second. */
  String[] tenthOfProcessor() throws IOException {
    return unified()
        ? steps("cpu", "cpu.max", "10000%20100000")
        : steps("cpu", "cpu.cfs_period_us", "100000", "cpu.cfs_quota_us", "10000");
  }

  /** One that no process can join. */
  String[] thatTakesNobody() throws IOException {
    return unified() ? steps("pids", "cgroup.subtree_control", "+pids") : steps("cpuset");
  }

  /** The step that puts an app into it. */
  String join(String controller) throws IOException {
    return "cgroup " + of(controller);
  }

  /** Whether any is there. */
  boolean areThere() {
    return named.stream().anyMatch(Files::exists);
  }

  /** Removes what is there, when all in it have ended. */
  void remove() throws IOException {
    long end = System.nanoTime() + 60_000_000_000L;
    for (Path each : named) {
      while (Files.exists(each) && !removed(each)) {
        if (System.nanoTime() > end) {
          throw new IOException("there are processes in " + each);
        }
      }
    }
  }

  private static boolean removed(Path cgroup) throws IOException {
    try (Stream<Path> below = Files.list(cgroup).filter(Files::isDirectory)) {
      for (Path each : (Iterable<Path>) below::iterator) {
        each.toFile().delete();
      }
    }
    return cgroup.toFile().delete();
  }
}
