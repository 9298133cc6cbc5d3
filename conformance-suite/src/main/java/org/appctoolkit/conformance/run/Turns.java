package org.appctoolkit.conformance.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.appctoolkit.conformance.scenario.Resource;

/** Sees to it that no two scenarios use at the same time what they cannot share. */
final class Turns {
  private final ReentrantReadWriteLock machine = new ReentrantReadWriteLock(true);
  private final ReentrantLock ports = new ReentrantLock(true);

  /** Waits until these can be used. */
  Turn take(Set<Resource> resources) throws InterruptedException {
    List<Lock> locks = new ArrayList<>();
    locks.add(resources.contains(Resource.MACHINE) ? machine.writeLock() : machine.readLock());
    if (resources.contains(Resource.HOST_PORTS)) {
      locks.add(ports);
    }
    Turn turn = new Turn(new ArrayList<>());
    for (Lock lock : locks) {
      lock.lockInterruptibly();
      turn.held().add(0, lock);
    }
    return turn;
  }

  /**
   * The time in which they can be used.
   *
   * @param held the locks, the last one that was taken first
   */
  record Turn(List<Lock> held) implements AutoCloseable {
    /** Milliseconds since a reading of {@link System#nanoTime}. */
    long milliseconds(long start) {
      return (System.nanoTime() - start) / 1_000_000;
    }

    @Override
    public void close() {
      held.forEach(Lock::unlock);
    }
  }
}
