package org.appctoolkit.runtime.plan;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The least of what several isolators allow: where more than one stands, the strictest holds. */
final class Lowest {
  private @Nullable Fate holder;
  private long value;

  /** Takes in what one of them allows. */
  void offer(long amount, Fate fate) {
    Fate before = holder;
    if (before == null) {
      holder = fate;
      value = amount;
    } else if (amount < value) {
      before.modify("another one beside it allows less");
      holder = fate;
      value = amount;
    } else if (amount > value) {
      fate.modify("another one beside it allows less");
    }
  }

  /** Allows no more than that. */
  void atMost(long bound, String reason) {
    Fate of = holder;
    if (of != null && bound < value) {
      of.modify(reason);
      value = bound;
    }
  }

  /** What is allowed; empty if nothing was said. */
  Optional<Long> value() {
    return holder == null ? Optional.empty() : Optional.of(value);
  }

  /** Who has said so. */
  Optional<Fate> holder() {
    return Optional.ofNullable(holder);
  }
}
