package org.appctoolkit.conformance.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/**
 * Something that is done in a thread of its own, so that it can be given up: a driver need not heed
 * an interrupt.
 */
final class Attempt<T> {
  private static final long LOOK_MILLIS = 100;

  private final FutureTask<T> task;
  private final Thread thread;

  private Attempt(String name, Callable<T> work) {
    task = new FutureTask<>(work);
    thread = new Thread(task, name);
    thread.setDaemon(true);
  }

  /** Begins it. */
  static <T> Attempt<T> begin(String name, Callable<T> work) {
    Attempt<T> attempt = new Attempt<>(name, work);
    attempt.thread.start();
    return attempt;
  }

  /** Waits until it has ended, or that long, or until it is called off; whether it has ended. */
  boolean await(Duration most, BooleanSupplier calledOff) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (thread.isAlive() && !calledOff.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      thread.join(Math.min(LOOK_MILLIS, left));
    }
    return !thread.isAlive();
  }

  /** Asks it to end, if it has not; many can be asked before one is waited for. */
  void interrupt() {
    thread.interrupt();
  }

  /** Interrupts it and waits until it has ended, or that long; whether it has ended. */
  boolean giveUp(Duration grace) throws InterruptedException {
    interrupt();
    return await(grace, () -> false);
  }

  /**
   * What came of it, once it has ended; empty if it was interrupted.
   *
   * @throws ExecutionException what it has thrown
   */
  Optional<T> result() throws ExecutionException, InterruptedException {
    try {
      return Optional.of(task.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
