package org.appctoolkit.runtime.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Json;
import org.appctoolkit.model.Quantity;

/** How much goes over the network. The apps of a pod have one interface, and that has one rate. */
final class NetworkIsolators implements IsolatorKind {
  private static final long MOST = 1L << 50;
  private static final String RESOURCE = "resource/network-bandwidth";
  private static final List<String> READ =
      List.of("networkIO/readBandwidth", "network-io/read-bandwidth");
  private static final List<String> WRITE =
      List.of("networkIO/writeBandwidth", "network-io/write-bandwidth");

  private final Network network;
  private final Lowest rate = new Lowest();
  private final List<Fate> fates = new ArrayList<>();
  private boolean reading;
  private boolean writing;

  NetworkIsolators(Network network) {
    this.network = network;
  }

  @Override
  public Set<String> names() {
    return Set.of(RESOURCE, READ.get(0), READ.get(1), WRITE.get(0), WRITE.get(1));
  }

  @Override
  public void add(Fate fate) {
    if (network instanceof Network.OfHost) {
      fate.ignore("the pod has the network of the host");
      return;
    }
    Optional<BigDecimal> amount =
        fate.name().equals(RESOURCE) ? ofResource(fate) : ofInterface(fate);
    if (amount.isEmpty() || network instanceof Network.None) {
      // Over no interface goes nothing at all, and loopback is not to be limited.
      return;
    }
    rate.offer(Amounts.whole(fate, amount.get(), 1, MOST, "bytes"), fate);
    fates.add(fate);
    reading |= !WRITE.contains(fate.name());
    writing |= !READ.contains(fate.name());
  }

  private static Optional<BigDecimal> ofResource(Fate fate) {
    if (!(fate.isolator().value().orElse(null) instanceof Json.Obj value)) {
      fate.misunderstand();
      return Optional.empty();
    }
    if (!(value.get("default").orElse(null) instanceof Json.Bool all && all.value())) {
      fate.ignore("it does not say \"default\": true, and so not of which interfaces it speaks");
      return Optional.empty();
    }
    Optional<BigDecimal> limit = Amounts.of(fate, "limit").map(Quantity::value);
    if (limit.isEmpty()) {
      fate.ignore("it has no limit");
    }
    return limit;
  }

  private static Optional<BigDecimal> ofInterface(Fate fate) {
    Optional<String> text = fate.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int space = text.get().lastIndexOf(' ');
    if (space <= 0) {
      fate.misunderstand();
      return Optional.empty();
    }
    if (!text.get().substring(0, space).strip().equals(Network.INTERFACE)) {
      fate.ignore("the pod has no other interface than " + Network.INTERFACE);
      return Optional.empty();
    }
    return Amounts.early(fate, text.get().substring(space + 1));
  }

  private void oneWay() {
    if (reading != writing) {
      fates.forEach(it -> it.modify("it holds for both directions"));
    }
  }

  /**
   * The one rate of a pod, in bytes a second; empty if nothing was said.
   *
   * @param pod what the pod has said
   * @param apps what each app has said
   */
  static Optional<Long> rate(NetworkIsolators pod, List<NetworkIsolators> apps) {
    pod.oneWay();
    apps.forEach(NetworkIsolators::oneWay);
    List<NetworkIsolators> saying = apps.stream().filter(it -> !it.fates.isEmpty()).toList();
    if (saying.isEmpty()) {
      return pod.rate.value();
    }
    if (saying.size() < apps.size()) {
      saying.forEach(
          app ->
              app.fates.forEach(
                  it ->
                      it.ignore("the apps of a pod have one interface, and others want no limit")));
      return pod.rate.value();
    }
    pod.rate
        .value()
        .ifPresent(
            most ->
                apps.forEach(
                    app -> app.rate.atMost(most, "the pod is limited to " + most + " bytes")));
    long sum = 0;
    for (NetworkIsolators app : apps) {
      sum = Math.min(MOST, sum + app.rate.value().orElse(0L));
    }
    long whole = Math.min(sum, pod.rate.value().orElse(sum));
    if (apps.size() > 1) {
      apps.forEach(
          app ->
              app.fates.forEach(
                  it ->
                      it.modify(
                          "the apps of a pod have one interface, over which together go "
                              + whole)));
    }
    return Optional.of(whole);
  }
}
