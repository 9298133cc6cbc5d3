package org.appctoolkit.runtime.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Json;
import org.appctoolkit.model.Quantity;
import org.appctoolkit.runtime.cgroup.Cgroups;
import org.appctoolkit.runtime.cgroup.Controller;
import org.appctoolkit.runtime.cgroup.Use;

/**
 * How much time of processors there is: a limit, and a part of what others want as well.
 *
 * <p>Up to 0.6.1 it is counted in thousandths of a processor. Whoever writes {@code 500m} or {@code
 * 0.5} there means the same as in later versions, as a thousandth of a thousandth is no time at
 * all.
 */
final class CpuIsolators implements IsolatorKind {
  private static final BigDecimal PERIOD = BigDecimal.valueOf(Use.CpuTime.PERIOD);
  private static final long LEAST_TIME = 1000;
  private static final long MOST_TIME = 1L << 40;
  private static final String SHARES = "os/linux/cpu-shares";

  private final Cgroups cgroups;
  private final Lowest time = new Lowest();
  private final Lowest shares = new Lowest();
  private final Lowest requested = new Lowest();
  private final List<Fate> requests = new ArrayList<>();

  CpuIsolators(Cgroups cgroups) {
    this.cgroups = cgroups;
  }

  @Override
  public Set<String> names() {
    return Set.of("resource/cpu", "cpu/shares", "cpu/shares/", SHARES);
  }

  @Override
  public void add(Fate fate) {
    Optional<String> obstacle = cgroups.obstacle(Controller.CPU);
    if (obstacle.isPresent()) {
      fate.ignore(obstacle.get());
    } else if (!fate.name().equals("resource/cpu")) {
      addShares(fate);
    } else if (fate.isolator().value().orElse(null) instanceof Json.Obj) {
      addResource(fate);
    } else {
      fate.misunderstand();
    }
  }

  private void addShares(Fate fate) {
    Optional<String> text =
        fate.isolator().value().orElse(null) instanceof Json.Num number
                && fate.name().equals(SHARES)
            ? Optional.of(number.text())
            : fate.text();
    if (text.isEmpty()) {
      return;
    }
    if (!text.get().matches("[0-9]{1,30}")) {
      fate.misunderstand();
      return;
    }
    shares.offer(shares(fate, new BigDecimal(text.get())), fate);
  }

  private static long shares(Fate fate, BigDecimal amount) {
    return Amounts.whole(fate, amount, Use.CpuShares.LEAST, Use.CpuShares.MOST, "shares");
  }

  private void addResource(Fate fate) {
    Optional<BigDecimal> limit = cores(fate, "limit");
    Optional<BigDecimal> request = cores(fate, "request");
    if (fate.isIgnored()) {
      return;
    }
    if (limit.isEmpty() && request.isEmpty()) {
      fate.ignore("it has neither a limit nor a request");
      return;
    }
    limit.ifPresent(
        it -> {
          BigDecimal exact = it.multiply(PERIOD).setScale(0, RoundingMode.FLOOR);
          time.offer(
              Amounts.whole(
                  fate, exact, LEAST_TIME, MOST_TIME, "microseconds in " + Use.CpuTime.PERIOD),
              fate);
        });
    if (request.isPresent()) {
      requests.add(fate);
      check(fate, request.get(), limit);
    }
    BigDecimal part =
        request.map(it -> limit.map(it::min).orElse(it)).or(() -> limit).orElseThrow();
    BigDecimal exact =
        part.multiply(BigDecimal.valueOf(Use.CpuShares.USUAL)).setScale(0, RoundingMode.HALF_UP);
    BigDecimal kept =
        exact
            .max(BigDecimal.valueOf(Use.CpuShares.LEAST))
            .min(BigDecimal.valueOf(Use.CpuShares.MOST));
    requested.offer(kept.longValueExact(), fate);
  }

  private void check(Fate fate, BigDecimal request, Optional<BigDecimal> limit) {
    if (limit.filter(it -> request.compareTo(it) > 0).isPresent()) {
      fate.modify("its request is lowered to its limit");
    }
    int processors = cgroups.bounds().cpus().size();
    if (processors > 0 && request.compareTo(BigDecimal.valueOf(processors)) > 0) {
      fate.modify("it requests more than the " + processors + " processors that there are");
    }
  }

  private static Optional<BigDecimal> cores(Fate fate, String key) {
    Optional<Quantity> written = Amounts.of(fate, key);
    if (written.isEmpty() || Since.processorsAreCountedWhole(fate.version())) {
      return written.map(Quantity::value);
    }
    if (written.get().suffix().equals("m") || !written.get().isWhole()) {
      fate.modify(
          "its "
              + key
              + " is taken for processors, though version "
              + fate.version()
              + " counts in thousandths of them");
      return written.map(Quantity::value);
    }
    return written.map(it -> it.value().scaleByPowerOfTen(-3));
  }

  /** Allows no more than what who runs the pod is allowed. */
  void boundByHost() {
    cgroups
        .bounds()
        .cores()
        .ifPresent(
            cores ->
                time.atMost(
                    cores.multiply(PERIOD).setScale(0, RoundingMode.FLOOR).longValue(),
                    "who runs the pod is limited to " + cores.toPlainString() + " processors"));
  }

  /** Allows an app no more than its pod. */
  void bound(CpuIsolators pod) {
    pod.time
        .value()
        .ifPresent(
            most ->
                time.atMost(
                    most,
                    "the pod is limited to " + most + " microseconds in " + Use.CpuTime.PERIOD));
  }

  /** Its part of what others want as well; empty if nothing was said. */
  Optional<Long> part() {
    if (shares.value().isPresent()) {
      requests.forEach(it -> it.modify("its request gives way to the shares beside it"));
      return shares.value();
    }
    return requested.value();
  }

  /** What is said to the kernel. */
  List<Use> uses() {
    List<Use> uses = new ArrayList<>();
    time.value().ifPresent(it -> uses.add(new Use.CpuTime(it)));
    part().ifPresent(it -> uses.add(new Use.CpuShares(it)));
    return uses;
  }
}
