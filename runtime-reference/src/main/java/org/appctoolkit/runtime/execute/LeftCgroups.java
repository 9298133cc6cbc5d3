package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.appctoolkit.runtime.plan.PodPlan;

/**
 * The cgroups of a pod that is over. Stage1 removes them; when it was killed it could not, and they
 * stay behind without a process.
 */
final class LeftCgroups {
  private static final Duration LOOK = Duration.ofMillis(10);

  /** How long processes that were killed may take to leave. */
  private static final Duration LAST_MOMENTS = Duration.ofSeconds(10);

  private LeftCgroups() {}

  /**
   * Removes those that are still there.
   *
   * @param pod the directory of the pod, wherever it is by now
   * @throws IOException if one cannot be removed, for instance because a process is in it
   */
  static void remove(Path pod) throws IOException {
    List<String> paths =
        new ArrayList<>(
            SmallFile.read(pod.resolve(PodDirectory.PLAN), PodPlan.MOST_BYTES)
                .map(PlanText::cgroups)
                .orElse(List.of()));
    // Behind each one in a plan stand those that lie in it.
    Collections.reverse(paths);
    long end = System.nanoTime() + LAST_MOMENTS.toNanos();
    for (String path : paths) {
      removeUntil(Path.of(path), end);
    }
  }

  private static void removeUntil(Path cgroup, long end) throws IOException {
    while (Files.isDirectory(cgroup, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.delete(cgroup);
      } catch (NoSuchFileException e) {
        return;
      } catch (FileSystemException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the cgroups of a pod were removed", e);
    }
  }
}
