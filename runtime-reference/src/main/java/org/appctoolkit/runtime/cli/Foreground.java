package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.appctoolkit.runtime.execute.Logs;
import org.appctoolkit.runtime.execute.PodStatus;
import org.appctoolkit.runtime.execute.StartedPod;

/**
 * A pod that this process holds on to until it has ended. When this process is asked to end, the
 * pod stops first; when it dies, the pod stops as well.
 */
final class Foreground {
  private final Terminal terminal;
  private final StartedPod started;
  private final boolean quiet;
  private final CountDownLatch shown = new CountDownLatch(1);

  Foreground(Terminal terminal, StartedPod started, boolean quiet) {
    this.terminal = terminal;
    this.started = started;
    this.quiet = quiet;
  }

  /** Shows what the apps write until the pod has ended; its exit status. */
  int attend() throws IOException, InterruptedException {
    Thread hook = new Thread(this::endWithThePod, "stop the pod");
    Runtime.getRuntime().addShutdownHook(hook);
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
      shown.countDown();
      remove(hook);
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

  private void endWithThePod() {
    started.letGo();
    try {
      started.await();
      shown.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Whoever attends the pod has told it.
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is ending already, and waits for us.
    }
  }
}
