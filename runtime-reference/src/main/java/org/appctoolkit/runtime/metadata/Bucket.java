package org.appctoolkit.runtime.metadata;

import java.util.function.LongSupplier;

/**
 * How much somebody may still ask for: it fills up steadily, and what is asked for is taken out.
 */
final class Bucket {
  private static final double NANOSECONDS = 1e9;

  private final double perSecond;
  private final double most;
  private final LongSupplier nanoTime;
  private double level;
  private long filled;

  /**
   * A full one.
   *
   * @param nanoTime nanoseconds from whatever moment
   */
  Bucket(double perSecond, double most, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.most = most;
    this.nanoTime = nanoTime;
    this.level = most;
    this.filled = nanoTime.getAsLong();
  }

  /**
   * Takes something out, if anything is in it; it may then have less than nothing, so that what is
   * large is waited for afterwards.
   */
  synchronized boolean take(double amount) {
    long now = nanoTime.getAsLong();
    level = Math.min(most, level + (now - filled) / NANOSECONDS * perSecond);
    filled = now;
    if (level <= 0) {
      return false;
    }
    level -= amount;
    return true;
  }
}
