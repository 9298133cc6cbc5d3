package org.appctoolkit.web;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The end of the time that one request may take, at which it is broken off. */
final class Deadline {
  private final Duration time;
  private final AtomicBoolean over;
  private final Future<?> task;

  private Deadline(Duration time, AtomicBoolean over, Future<?> task) {
    this.time = time;
    this.over = over;
    this.task = task;
  }

  /** A deadline from now on. */
  static Deadline of(Duration time, ScheduledExecutorService watch, Runnable breakOff) {
    AtomicBoolean over = new AtomicBoolean();
    return new Deadline(
        time,
        over,
        watch.schedule(
            () -> {
              over.set(true);
              breakOff.run();
            },
            time.toMillis(),
            TimeUnit.MILLISECONDS));
  }

  /** Nothing will be broken off any more. */
  void end() {
    task.cancel(false);
  }

  /** Whether the time is over. */
  boolean isOver() {
    return over.get();
  }

  /** How long the request may take. */
  Duration time() {
    return time;
  }
}
