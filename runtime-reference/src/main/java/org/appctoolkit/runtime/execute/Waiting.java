package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.util.Optional;

/** The wait for the end of a pod, whoever has started it or is still to do so. */
public final class Waiting {
  private static final Duration LOOK = Duration.ofMillis(10);

  private Waiting() {}

  /**
   * Waits until a pod is over and nothing of it lives any more, and removes cgroups that its keeper
   * could not.
   *
   * @param most how long is waited; for ever if absent
   * @return the pod as it is in the end; absent if it has not ended by then
   * @throws RefusedException if it is removed meanwhile
   */
  public static Optional<PodDirectory> untilOver(
      Pods pods, PodDirectory pod, Optional<Duration> most)
      throws IOException, RefusedException, InterruptedException {
    long begin = System.nanoTime();
    PodDirectory now = pod;
    while (true) {
      // Once it is prepared a pod has another path; one that is nowhere would wait for its start.
      if (!Files.isDirectory(now.path(), LinkOption.NOFOLLOW_LINKS)) {
        now = pods.find(pod.uuid().toString());
      }
      if (now.status().state().isOver() && !now.isLive()) {
        LeftCgroups.remove(now.path());
        return Optional.of(now);
      }
      if (most.isPresent() && System.nanoTime() - begin >= most.get().toNanos()) {
        return Optional.empty();
      }
      Thread.sleep(LOOK.toMillis());
    }
  }
}
