package org.appctoolkit.runtime.plan;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Json;

/** How readily the kernel kills processes when there is no memory; of several, the readiest. */
final class OomIsolators implements IsolatorKind {
  private static final int MOST = 1000;
  private static final int LONGEST = 20;

  private final Host host;
  private Optional<Integer> score = Optional.empty();
  private Optional<Fate> holder = Optional.empty();

  OomIsolators(Host host) {
    this.host = host;
  }

  @Override
  public Set<String> names() {
    return Set.of("os/linux/oom-score-adj");
  }

  @Override
  public void add(Fate fate) {
    Optional<Integer> wanted = wanted(fate);
    if (wanted.isEmpty()) {
      return;
    }
    int own = host.facilities().oomScoreAdj();
    int possible = wanted.get();
    if (possible < own && !mayLower()) {
      fate.modify("it is raised to " + own + ", as lowering it takes CAP_SYS_RESOURCE on the host");
      possible = own;
    }
    if (score.isEmpty() || possible > score.get()) {
      holder.ifPresent(it -> it.modify("another one beside it is higher"));
      score = Optional.of(possible);
      holder = Optional.of(fate);
    } else if (possible < score.get()) {
      fate.modify("another one beside it is higher");
    }
  }

  private boolean mayLower() {
    return !host.hasUserNamespace()
        && host.facilities().capabilities().contains("CAP_SYS_RESOURCE");
  }

  private static Optional<Integer> wanted(Fate fate) {
    if (!(fate.isolator().value().orElse(null) instanceof Json.Num number)
        || !number.text().matches("-?[0-9]+")) {
      fate.misunderstand();
      return Optional.empty();
    }
    boolean negative = number.text().startsWith("-");
    int possible =
        number.text().length() > LONGEST
            ? (negative ? -MOST : MOST)
            : new BigDecimal(number.text())
                .max(BigDecimal.valueOf(-MOST))
                .min(BigDecimal.valueOf(MOST))
                .intValue();
    if (!new BigDecimal(possible).toString().equals(number.text())) {
      fate.modify("it is taken for " + possible);
    }
    return Optional.of(possible);
  }

  /** What is said to the kernel; empty if nothing is. */
  Optional<Integer> score() {
    return score;
  }
}
