package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A pod that this process has started. */
public final class StartedPod {
  private static final Duration LOOK = Duration.ofMillis(5);

  /** How long the kernel may take. */
  private static final Duration LAST_MOMENTS = Duration.ofSeconds(10);

  private final PodDirectory pod;
  private final Process process;

  StartedPod(PodDirectory pod, Process process) {
    this.pod = pod;
    this.process = process;
  }

  /** The pod. */
  public PodDirectory pod() {
    return pod;
  }

  /** Whether it still runs. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** Asks it to stop, if it has a lifeline; it takes its time. */
  public void letGo() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // Then nobody is at the other end.
    }
  }

  /**
   * Waits until it has ended, and leaves nothing of it behind but its files; the exit status of
   * stage1, 128 and more for a signal.
   */
  public int await() throws IOException, InterruptedException {
    int status = process.waitFor();
    long end = System.nanoTime() + LAST_MOMENTS.toNanos();
    // The kernel ends what is left in a pod when stage1 was killed: that takes it a moment.
    while (pod.isLive() && System.nanoTime() - end < 0) {
      Thread.sleep(LOOK.toMillis());
    }
    LeftCgroups.remove(pod.path());
    return status;
  }

  /**
   * Waits until its apps have begun, or it has ended without. One that is stopping may do so
   * because it has just failed, and says which in a moment.
   */
  public PodStatus awaitBeginning() throws IOException, InterruptedException {
    while (true) {
      boolean running = process.isAlive();
      PodStatus status = pod.status();
      boolean undecided =
          status.state() == PodStatus.State.STARTING || status.state() == PodStatus.State.STOPPING;
      if (!running || !undecided) {
        return status;
      }
      Thread.sleep(LOOK.toMillis());
    }
  }

  /**
   * What came of it, once it has ended.
   *
   * @param exit the exit status of the pod: 125 if it failed as a whole
   * @param failure why it failed as a whole
   */
  public record Outcome(int exit, Optional<String> failure) {
    /** The exit status of a pod that could not be run. */
    public static final int FAILED = 125;
  }

  /** What came of it, once it has ended. */
  public Outcome outcome() throws IOException {
    PodStatus status = pod.status();
    return status.state() == PodStatus.State.EXITED
        ? new Outcome(status.exit().orElse(process.exitValue()), Optional.empty())
        : new Outcome(
            Outcome.FAILED, Optional.of(status.reason().orElse("stage1 does not tell why")));
  }
}
