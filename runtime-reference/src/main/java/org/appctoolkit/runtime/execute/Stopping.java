package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Ends pods that run. */
public final class Stopping {
  private static final Duration LOOK = Duration.ofMillis(5);

  private Stopping() {}

  /**
   * Asks a pod to stop, or ends it at once, and waits until it has ended.
   *
   * @param atOnce whether its apps get no time to end by themselves
   * @param most how long is waited
   * @return whether it has ended
   * @throws RefusedException if it does not run
   */
  public static boolean stop(PodDirectory pod, boolean atOnce, Duration most)
      throws IOException, RefusedException, InterruptedException {
    Optional<ProcessStamp> supervisor = pod.supervisor();
    Optional<ProcessStamp> init = pod.init();
    Optional<ProcessHandle> handle = supervisor.flatMap(ProcessStamp::handle);
    if (supervisor.isEmpty() || handle.isEmpty()) {
      PodStatus.State state = pod.status().state();
      throw new RefusedException(
          "the pod %s is %s; there is nothing to stop".formatted(pod.uuid(), state));
    }
    boolean told = atOnce ? handle.get().destroyForcibly() : handle.get().destroy();
    if (!told && supervisor.get().isAlive()) {
      throw new IOException("the pod " + pod.uuid() + " is not yours to stop");
    }
    long end = System.nanoTime() + most.toNanos();
    while (supervisor.get().isAlive() || init.filter(ProcessStamp::isAlive).isPresent()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      // One that nobody has reaped is dead all the same, which a handle would not tell.
      Thread.sleep(LOOK.toMillis());
    }
    LeftCgroups.remove(pod.path());
    return true;
  }
}
