package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.appctoolkit.runtime.execute.Logs;
import org.appctoolkit.runtime.execute.PodStatus;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.runtime.execute.StartedPod;

/**
 * A pod that this process holds on to until it has ended. When this process is asked to end, the
 * pod stops first; when it dies, the pod stops as well.
 */
final class Foreground {
  private final Terminal terminal;
  private final StartedPod started;
  private final boolean quiet;

  private Foreground(Terminal terminal, StartedPod started, boolean quiet) {
    this.terminal = terminal;
    this.started = started;
    this.quiet = quiet;
  }

  /** How the pod is started. */
  interface Start {
    StartedPod start() throws IOException, RefusedException, InterruptedException;
  }

  /**
   * What waits for the pod when this process is asked to end. It is there before the pod is: there
   * is no moment in which one would be left behind.
   */
  private static final class Guard {
    private final CompletableFuture<Optional<StartedPod>> begun = new CompletableFuture<>();
    private final CountDownLatch shown = new CountDownLatch(1);
    private final Thread hook = new Thread(this::endWithThePod, "stop the pod");

    private void endWithThePod() {
      begun.join().ifPresent(StartedPod::letGo);
      try {
        shown.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Whether this process goes on. */
    boolean begin() {
      try {
        Runtime.getRuntime().addShutdownHook(hook);
        return true;
      } catch (IllegalStateException e) {
        return false;
      }
    }

    void end() {
      begun.complete(Optional.empty());
      shown.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // This process is ending already, and waits for us.
      }
    }
  }

  /**
   * Starts a pod and shows what its apps write until it has ended; its exit status.
   *
   * @param after what is done when it has ended, before this process does
   */
  static int attend(Terminal terminal, boolean quiet, Start start, Runnable after)
      throws IOException, RefusedException, InterruptedException {
    Guard guard = new Guard();
    if (!guard.begin()) {
      throw new InterruptedException("this process is ending");
    }
    try {
      StartedPod started = start.start();
      guard.begun.complete(Optional.of(started));
      return new Foreground(terminal, started, quiet).attend();
    } finally {
      after.run();
      guard.end();
    }
  }

  private int attend() throws IOException, InterruptedException {
    try {
      show();
      started.await();
      StartedPod.Outcome outcome = started.outcome();
      tell(outcome);
      return outcome.exit();
    } finally {
      // Whatever has gone wrong here, the pod is not left alone.
      started.letGo();
      started.await();
    }
  }

  private void show() throws IOException, InterruptedException {
    if (quiet) {
      started.await();
      return;
    }
    List<String> apps = started.pod().apps();
    LogOutput output = new LogOutput(terminal, apps.size() > 1);
    try (Logs logs =
        new Logs(
            started.pod(),
            apps,
            List.of(Logs.Stream.STDOUT, Logs.Stream.STDERR),
            Optional.empty())) {
      logs.follow(output, () -> !started.isRunning());
    }
    output.end();
  }

  private void tell(StartedPod.Outcome outcome) throws IOException {
    PodStatus status = started.pod().status();
    outcome.failure().ifPresent(reason -> terminal.tell("the pod failed: " + reason));
    for (PodStatus.App app : status.apps()) {
      if (app.reason().isPresent()) {
        terminal.tell("app " + app.name() + " failed: " + app.reason().get());
      } else if (app.ending().filter(PodStatus.Ending::signal).isPresent()) {
        terminal.tell("app " + app.name() + " was ended by " + app.ending().get());
      }
    }
  }
}
