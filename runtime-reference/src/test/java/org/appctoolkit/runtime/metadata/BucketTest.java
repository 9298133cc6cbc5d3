package org.appctoolkit.runtime.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong(-SECOND);
  private final Bucket bucket = new Bucket(10, 20, now::get);

  private int taken(double amount) {
    int times = 0;
    while (bucket.take(amount)) {
      times++;
    }
    return times;
  }

  @Test
  void itIsFullAtFirstAndFillsUpSteadily() {
    assertThat(taken(1)).isEqualTo(20);

    now.addAndGet(SECOND / 2);

    assertThat(taken(1)).isEqualTo(5);
  }

  @Test
  void itTakesNoMoreThanItHolds() {
    now.addAndGet(1000 * SECOND);

    assertThat(taken(1)).isEqualTo(20);
  }

  @Test
  void whatIsLargeIsWaitedForAfterwards() {
    assertThat(bucket.take(50)).isTrue();

    now.addAndGet(3 * SECOND);
    assertThat(bucket.take(1)).isFalse();
    now.addAndGet(SECOND / 10);
    assertThat(bucket.take(1)).isTrue();
  }
}
