package org.appctoolkit.runtime.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.appctoolkit.document.Json;
import org.appctoolkit.model.Quantity;
import org.appctoolkit.runtime.cgroup.Cgroups;
import org.appctoolkit.runtime.cgroup.Controller;
import org.appctoolkit.runtime.cgroup.Use;
import org.appctoolkit.runtime.cgroup.Use.Rate;

/**
 * How much is read from and written to block devices: a rate for each of them, and for reading and
 * writing apart.
 */
final class BlockIsolators implements IsolatorKind {
  private static final long MOST_BYTES = 1L << 62;
  private static final long MOST_OPERATIONS = 0xFFFFFFFFL;
  private static final List<Rate> BYTES = List.of(Rate.READ_BYTES, Rate.WRITTEN_BYTES);

  private static final Map<String, List<Rate>> RATES =
      Map.of(
          "resource/block-bandwidth", BYTES,
          "resource/block-iops", List.of(Rate.READS, Rate.WRITES),
          "blockIO/readBandwidth", List.of(Rate.READ_BYTES),
          "blockIO/writeBandwidth", List.of(Rate.WRITTEN_BYTES),
          "block-io/read-bandwidth", List.of(Rate.READ_BYTES),
          "block-io/write-bandwidth", List.of(Rate.WRITTEN_BYTES));

  private final Facilities facilities;
  private final Map<Rate, Lowest> rates = new EnumMap<>(Rate.class);
  private final List<Fate> fates = new ArrayList<>();

  BlockIsolators(Facilities facilities) {
    this.facilities = facilities;
    for (Rate rate : Rate.values()) {
      rates.put(rate, new Lowest());
    }
  }

  @Override
  public Set<String> names() {
    return RATES.keySet();
  }

  @Override
  public void add(Fate fate) {
    Cgroups cgroups = facilities.cgroups();
    Optional<String> obstacle = cgroups.obstacle(Controller.BLOCK);
    if (obstacle.isPresent()) {
      fate.ignore(obstacle.get());
      return;
    }
    if (facilities.disks().isEmpty()) {
      fate.ignore("no block device is known behind the files of the pod");
      return;
    }
    List<Rate> wanted = RATES.getOrDefault(fate.name(), List.of());
    boolean bytes = BYTES.containsAll(wanted);
    Optional<BigDecimal> amount =
        fate.name().startsWith("resource/") ? ofResource(fate) : ofPath(fate);
    if (amount.isEmpty()) {
      return;
    }
    long most =
        Amounts.whole(
            fate,
            amount.get(),
            1,
            bytes ? MOST_BYTES : MOST_OPERATIONS,
            bytes ? "bytes" : "operations");
    if (!cgroups.limitsWritingBehind() && !wanted.equals(List.of(Rate.READ_BYTES))) {
      fate.modify("what is written through the page cache is not held up");
    }
    fates.add(fate);
    for (Rate rate : wanted) {
      lowest(rate).offer(most, fate);
    }
  }

  private Lowest lowest(Rate rate) {
    return rates.computeIfAbsent(rate, it -> new Lowest());
  }

  private static Optional<BigDecimal> ofResource(Fate fate) {
    if (!(fate.isolator().value().orElse(null) instanceof Json.Obj value)) {
      fate.misunderstand();
      return Optional.empty();
    }
    boolean all = value.get("default").orElse(null) instanceof Json.Bool given && given.value();
    if (!all && value.get("devicePaths").isEmpty()) {
      fate.ignore("it does not say \"default\": true, and so not of which devices it speaks");
      return Optional.empty();
    }
    if (!all) {
      fate.modify("it holds for all block devices, not for those in devicePaths alone");
    }
    Optional<BigDecimal> limit = Amounts.of(fate, "limit").map(Quantity::value);
    if (limit.isEmpty()) {
      fate.ignore("it has no limit");
    }
    return limit;
  }

  private Optional<BigDecimal> ofPath(Fate fate) {
    Optional<String> text = fate.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int space = text.get().lastIndexOf(' ');
    if (space <= 0) {
      fate.misunderstand();
      return Optional.empty();
    }
    if (facilities.disks().size() > 1) {
      fate.modify("it holds for all block devices, not for that of its path alone");
    }
    return Amounts.early(fate, text.get().substring(space + 1));
  }

  private boolean isEmpty() {
    return rates.values().stream().allMatch(it -> it.value().isEmpty());
  }

  /** Allows an app no more than its pod. */
  void bound(BlockIsolators pod) {
    for (Rate rate : Rate.values()) {
      pod.lowest(rate)
          .value()
          .ifPresent(most -> lowest(rate).atMost(most, "the pod is limited to " + most));
    }
    if (!isEmpty() && !pod.isEmpty() && !facilities.cgroups().blockBoundsAddUp()) {
      pod.fates.forEach(
          it -> it.modify("an app that has such an isolator of its own is held to it by itself"));
    }
  }

  /**
   * What is said to the kernel about an app.
   *
   * @param pod what its pod is held to, which no cgroup above sees to
   */
  List<Use> uses(BlockIsolators pod) {
    if (isEmpty()) {
      return List.of();
    }
    return uses(
        rate ->
            lowest(rate)
                .value()
                .or(
                    () ->
                        facilities.cgroups().blockBoundsAddUp()
                            ? Optional.empty()
                            : pod.lowest(rate).value()));
  }

  /** What is said to the kernel about a pod. */
  List<Use> uses() {
    return uses(rate -> lowest(rate).value());
  }

  private List<Use> uses(Function<Rate, Optional<Long>> most) {
    List<Use> uses = new ArrayList<>();
    for (Rate rate : Rate.values()) {
      most.apply(rate)
          .ifPresent(
              it -> facilities.disks().forEach(disk -> uses.add(new Use.Block(disk, rate, it))));
    }
    return uses;
  }
}
