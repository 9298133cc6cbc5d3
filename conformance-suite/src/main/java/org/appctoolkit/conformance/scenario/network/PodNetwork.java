package org.appctoolkit.conformance.scenario.network;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.LivePod;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/** Interfaces and addresses of pods: ace.md, "Network Setup". */
final class PodNetwork {
  private static final String POD = "pod";
  private static final String OTHER = "other";
  private static final String APP = "app";
  private static final String LIVING = "living";
  private static final String NETWORK = "network";
  private static final int LOOPBACK_PORT = 21847;
  private static final int OPEN_PORT = 21848;
  private static final String TEXT = "from-one-to-the-other";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The last version that wants pods to reach one another. */
  private static final SpecVersion PODS_ARE_REACHED = new SpecVersion(0, 5, 1);

  static final List<Scenario> ALL =
      List.of(
          Scenario.of("pod-network", "the interfaces of a pod", PodNetwork::play)
              .expecting("loopback", "pods-have-a-loopback-interface", PodNetwork::loopback)
              .expecting("interface", "pods-have-a-network-interface", PodNetwork::beside, NETWORK)
              .expecting("addresses", "interfaces-have-addresses", PodNetwork::addresses)
              .expecting(
                  "reached-from-another-pod",
                  "pods-are-reachable-from-other-pods",
                  PodNetwork::reached,
                  NETWORK));

  private PodNetwork() {}

  private static void play(Stage stage)
      throws RefusedException, DriverException, UnseenException, IOException, InterruptedException {
    ProbeImage image = ProbeImage.named("example.org/network");
    List<String> actions =
        new ArrayList<>(
            List.of(
                "interfaces",
                "listen tcp 127.0.0.1 %d 20000".formatted(LOOPBACK_PORT),
                "connect tcp 127.0.0.1 %d %s 10000".formatted(LOOPBACK_PORT, TEXT)));
    if (stage.version().compareTo(PODS_ARE_REACHED) > 0 || !stage.can(NETWORK)) {
      stage.run(ProbePod.of(POD, ProbeApp.of(APP, image, actions.toArray(String[]::new))));
      return;
    }
    actions.add("listen tcp 0.0.0.0 %d 100000".formatted(OPEN_PORT));
    actions.add("serve-until TERM 100000");
    LivePod live =
        stage.start(ProbePod.of(POD, ProbeApp.of(APP, image, actions.toArray(String[]::new))));
    live.awaitSight(APP, "main", "serving", PATIENCE);
    Optional<String> address = live.status(LIVING).address();
    if (address.isPresent()) {
      String connect = "connect tcp %s %d %s 10000".formatted(address.get(), OPEN_PORT, TEXT);
      stage.run(ProbePod.of(OTHER, ProbeApp.of(APP, image, connect)));
    }
    live.stop();
  }

  private static Observations seen(Scene scene) throws UnseenException {
    return scene.pod(POD).app(APP).main();
  }

  /** All interfaces; there is an outcome instead if they could not be listed. */
  private static List<Observation> interfaces(Observations seen) throws UnseenException {
    Observation end = seen.one("interfaces");
    List<Observation> all = seen.every("interface");
    if (!end.is("ok")
        || end.number("count") != all.size()
        || end.number("addresses") != seen.every("address").size()) {
      throw new org.appctoolkit.conformance.probe.MissingObservationException(
          "the interfaces are not all there: " + end.line());
    }
    return all;
  }

  private static List<Observation> addressesOf(Observations seen, Observation one)
      throws UnseenException {
    long index = one.number("index");
    return seen.every("address").stream().filter(it -> it.has("interface", index)).toList();
  }

  private static List<String> lines(Observations seen) {
    return Stream.concat(seen.every("interface").stream(), seen.every("address").stream())
        .map(Observation::line)
        .toList();
  }

  private static Outcome loopback(Scene scene) throws UnseenException {
    Observations seen = seen(scene);
    boolean isUp = false;
    for (Observation one : interfaces(seen)) {
      isUp |= one.is("loopback") && one.is("up") && !addressesOf(seen, one).isEmpty();
    }
    Observation connect = seen.one("connect");
    return Judgement.all(
        Judgement.when(
            isUp,
            "there is a loopback interface with an address, and it is up",
            isUp ? "it is there and up" : "there is none that is up",
            lines(seen)),
        answered(connect, "127.0.0.1"));
  }

  private static Outcome answered(Observation connect, String address) throws UnseenException {
    return Judgement.when(
        connect.is("ok") && connect.has("answer", TEXT),
        "what listens at %s is reached".formatted(address),
        connect.is("ok")
            ? "%s has answered %s".formatted(address, connect.text("answer"))
            : "%s is not reached: %s".formatted(address, connect.text("error")),
        connect);
  }

  private static Outcome beside(Scene scene) throws UnseenException {
    Observations seen = seen(scene);
    List<String> names = new ArrayList<>();
    for (Observation one : interfaces(seen)) {
      if (!one.is("loopback") && one.is("up") && !addressesOf(seen, one).isEmpty()) {
        names.add(one.text("name"));
      }
    }
    return Judgement.when(
        !names.isEmpty(),
        "there is an interface with an address beside the loopback one, and it is up",
        names.isEmpty() ? "there is none" : "there is " + names,
        lines(seen));
  }

  /** What is down is of no use to anybody, and some kernels bring such interfaces along. */
  private static Outcome addresses(Scene scene) throws UnseenException {
    Observations seen = seen(scene);
    List<String> with = new ArrayList<>();
    List<String> without = new ArrayList<>();
    for (Observation one : interfaces(seen)) {
      if (one.is("up")) {
        (addressesOf(seen, one).isEmpty() ? without : with).add(one.text("name"));
      }
    }
    return Judgement.when(
        without.isEmpty() && !with.isEmpty(),
        "each interface that is up has an address",
        "with addresses: %s, without: %s".formatted(with, without),
        lines(seen));
  }

  private static Outcome reached(Scene scene) throws UnseenException {
    seen(scene).requireBegun();
    PodStatus status = scene.pod(POD).status(LIVING);
    return status.address().isEmpty()
        ? new Outcome.Failed(
            "a pod that runs has an address", "the driver tells no address", List.of())
        : answered(scene.pod(OTHER).app(APP).main().one("connect"), status.address().orElseThrow());
  }
}
