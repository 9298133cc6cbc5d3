package org.appctoolkit.conformance.scenario.isolators;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.LivePod;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Resource;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/** How much pods send to one another and receive, each of one app. */
final class NetworkBandwidth {
  private static final String RESOURCE = "resource/network-bandwidth";
  private static final String SIMPLE_READ = "network-io/read-bandwidth";
  private static final String SIMPLE_WRITE = "network-io/write-bandwidth";

  private static final ProbeImage IMAGE = ProbeImage.named("example.com/network");
  private static final String SERVER = "server";
  private static final String APP = "limited-app";
  private static final String POD = "limited-pod";
  private static final String UNLIMITED = "unlimited";
  private static final String MAIN = "app";
  private static final String ADDRESS = "address";

  /** The limit is 400,000 bytes a second: they take a second, less what may come at once. */
  private static final int BYTES = 400_000;

  private static final int LOOPBACK_BYTES = 4_000_000;
  private static final double BYTES_A_SECOND = 400_000;

  /** The one that the text names in its example. */
  private static final String INTERFACE = "eth0";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static final List<Scenario> ALL =
      List.of(
          Scenario.of("network-limits", "pods that send more than they may", NetworkBandwidth::play)
              .needing("network")
              .using(Resource.MACHINE)
              .expecting(
                  "bytes-sent-by-the-app",
                  "network-bandwidth-limit-is-kept",
                  scene -> limited(scene, APP, "sent"),
                  "isolator/" + RESOURCE)
              .expecting(
                  "bytes-received-by-the-app",
                  "network-bandwidth-limit-is-kept",
                  scene -> limited(scene, APP, "taken"),
                  "isolator/" + RESOURCE)
              .expecting(
                  "bytes-sent-by-the-pod",
                  "network-bandwidth-limit-is-kept",
                  scene -> limited(scene, POD, "sent"),
                  "isolator/" + RESOURCE)
              .expecting(
                  "bytes-received-by-the-pod",
                  "network-bandwidth-limit-is-kept",
                  scene -> limited(scene, POD, "taken"),
                  "isolator/" + RESOURCE)
              .expecting(
                  "loopback-is-spared",
                  "network-bandwidth-limit-spares-loopback",
                  NetworkBandwidth::loopback,
                  "isolator/" + RESOURCE)
              .expecting(
                  "simple-bytes-sent",
                  "simple-network-bandwidth-is-kept",
                  scene -> simple(scene, "sent"),
                  "isolator/" + SIMPLE_WRITE)
              .expecting(
                  "simple-bytes-received",
                  "simple-network-bandwidth-is-kept",
                  scene -> simple(scene, "taken"),
                  "isolator/" + SIMPLE_READ));

  private NetworkBandwidth() {}

  private static void play(Stage stage)
      throws RefusedException, DriverException, UnseenException, IOException, InterruptedException {
    LivePod server =
        stage.start(
            ProbePod.of(
                SERVER,
                ProbeApp.of(
                    MAIN,
                    IMAGE,
                    "drain * 7001 60000 9",
                    "pour * 7002 " + BYTES + " 60000 9",
                    "serve-until TERM 90000")));
    server.awaitSight(MAIN, "main", "serving", PATIENCE);
    Optional<String> address = server.status("serving").address();
    stage.note(ADDRESS, address.orElse(""));
    if (address.isPresent()) {
      List<LivePod> clients = new ArrayList<>();
      for (ProbePod pod : clients(stage, address.get())) {
        clients.add(stage.start(pod));
      }
      for (LivePod client : clients) {
        client.await();
      }
    }
    server.stop();
  }

  private static List<ProbePod> clients(Stage stage, String address) {
    ProbeApp app =
        ProbeApp.of(
            MAIN,
            IMAGE,
            "interfaces",
            "send %s 7001 %d 30000".formatted(address, BYTES),
            "take %s 7002 30000".formatted(address),
            "drain 127.0.0.1 7003 8000 1",
            "send 127.0.0.1 7003 %d 8000".formatted(LOOPBACK_BYTES));
    ProbePod unlimited = ProbePod.of(UNLIMITED, app);
    String limit = "{\"default\":true,\"limit\":\"400K\"}";
    if (!Memory.isSimple(stage.version())) {
      return List.of(
          unlimited,
          ProbePod.of(APP, app.isolated(RESOURCE, limit)),
          ProbePod.of(POD, app).isolated(RESOURCE, limit));
    }
    boolean dashed = stage.version().compareTo(new SpecVersion(0, 3, 0)) >= 0;
    String value = "\"" + INTERFACE + " 400K\"";
    ProbeApp limited = app;
    if (stage.can("isolator/" + SIMPLE_READ)) {
      limited = limited.isolated(dashed ? SIMPLE_READ : "networkIO/readBandwidth", value);
    }
    if (stage.can("isolator/" + SIMPLE_WRITE)) {
      limited = limited.isolated(dashed ? SIMPLE_WRITE : "networkIO/writeBandwidth", value);
    }
    return List.of(unlimited, ProbePod.of(APP, limited));
  }

  private static Outcome limited(Scene scene, String pod, String direction) throws UnseenException {
    if (scene.fact(ADDRESS).isEmpty()) {
      return noAddress();
    }
    Observation free = transfer(scene, UNLIMITED, direction, 0);
    Observation limited = transfer(scene, pod, direction, 0);
    double without = Seen.perSecond(free, (double) free.number("bytes"));
    double with = Seen.perSecond(limited, (double) limited.number("bytes"));
    if (without <= 2 * BYTES_A_SECOND) {
      return new Outcome.Skipped("the network is not faster than the limit by itself");
    }
    return Judgement.when(
        with <= 2 * BYTES_A_SECOND,
        "the pod with a limit of 400,000 bytes a second has at most twice as many",
        "it had %.0f bytes a second, the pod without a limit %.0f".formatted(with, without),
        limited,
        free);
  }

  private static Outcome noAddress() {
    return new Outcome.Failed(
        "the status of a running pod tells its address", "there is none in it", List.of());
  }

  /** The first with the other pod, the second through the loopback interface. */
  private static Observation transfer(Scene scene, String pod, String direction, int number)
      throws UnseenException {
    var app = scene.pod(pod).app(MAIN).main();
    Observation first = app.one(direction);
    List<Observation> all = app.every(direction);
    return Seen.success(number < all.size() ? all.get(number) : first);
  }

  /** Slowed down, it would not be over in its time. */
  private static Outcome loopback(Scene scene) throws UnseenException {
    if (scene.fact(ADDRESS).isEmpty()) {
      return noAddress();
    }
    Outcome kept = limited(scene, APP, "sent");
    if (!(kept instanceof Outcome.Passed)) {
      return new Outcome.Skipped("there is no limit that would have to spare it");
    }
    transfer(scene, UNLIMITED, "sent", 1);
    List<Observation> sent = scene.pod(APP).app(MAIN).main().every("sent");
    if (sent.size() < 2) {
      return new Outcome.Errored("missing observation: what went through loopback", List.of());
    }
    Observation through = sent.get(1);
    double rate = Seen.perSecond(through, through.is("ok") ? (double) through.number("bytes") : 0);
    return Judgement.when(
        rate > 2 * BYTES_A_SECOND,
        "through the loopback interface goes more than the limit of 400,000 bytes a second",
        "%.0f bytes a second went through it".formatted(rate),
        through);
  }

  private static Outcome simple(Scene scene, String direction) throws UnseenException {
    if (scene.fact(ADDRESS).isEmpty()) {
      return noAddress();
    }
    var app = scene.pod(APP).app(MAIN).main();
    app.one("interfaces");
    if (app.first("interface", "name", INTERFACE).isEmpty()) {
      return new Outcome.Skipped("the interface of the pod is not called " + INTERFACE);
    }
    return limited(scene, APP, direction);
  }
}
