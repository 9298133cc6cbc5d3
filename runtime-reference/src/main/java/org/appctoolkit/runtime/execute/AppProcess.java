package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Quote;

/** Finds the process of an app as the host numbers it: the pod knows it by another number. */
final class AppProcess {
  private static final int MOST_BYTES = 1 << 16;

  private AppProcess() {}

  /**
   * The main process of an app.
   *
   * @param init the first process of the pod
   * @throws RefusedException if it does not run
   */
  static ProcessStamp of(PodDirectory pod, ProcessStamp init, String app)
      throws IOException, RefusedException {
    PodStatus status = pod.status();
    List<String> names = status.apps().stream().map(PodStatus.App::name).toList();
    if (!names.contains(app)) {
      throw new RefusedException(
          "there is no app %s in the pod, only %s"
              .formatted(Quote.of(app), String.join(", ", names)));
    }
    Optional<Long> inside =
        status.apps().stream()
            .filter(it -> it.name().equals(app))
            .findFirst()
            .flatMap(PodStatus.App::pid);
    if (inside.isEmpty()) {
      throw new RefusedException("the app " + app + " does not run");
    }
    Path namespace = namespace(init.pid());
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(String.valueOf(process.getFileName()));
        if (isNumbered(process, inside.get()) && isIn(namespace, pid)) {
          return ProcessStamp.of(pid)
              .orElseThrow(() -> new RefusedException("the app " + app + " has just ended"));
        }
      }
    }
    throw new RefusedException("the app " + app + " has just ended");
  }

  private static Path namespace(long pid) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns", "pid"));
  }

  private static boolean isIn(Path namespace, long pid) {
    try {
      return namespace(pid).equals(namespace);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a process has that number in its own namespace. */
  private static boolean isNumbered(Path process, long inside) {
    try {
      return SmallFile.read(process.resolve("status"), MOST_BYTES)
          .orElse("")
          .lines()
          .filter(it -> it.startsWith("NSpid:"))
          .map(it -> Arrays.asList(it.split("\\s+", -1)))
          .anyMatch(it -> it.get(it.size() - 1).equals(Long.toString(inside)));
    } catch (IOException e) {
      return false;
    }
  }
}
