package org.appctoolkit.cli;

import java.util.concurrent.TimeUnit;
import org.appctoolkit.store.Patience;

/** Waits for others who use a store, for a minute, and says so when it is more than a moment. */
record StoreQueue(Surroundings surroundings) implements Patience {
  private static final int MILLISECONDS = 100;
  private static final int TOLD_AFTER = 10;
  private static final int GIVEN_UP_AFTER = 600;

  @Override
  public boolean again(int attempt) {
    if (attempt == TOLD_AFTER) {
      surroundings.tell("waiting for another command that uses the store");
    }
    try {
      TimeUnit.MILLISECONDS.sleep(MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return attempt < GIVEN_UP_AFTER;
  }
}
