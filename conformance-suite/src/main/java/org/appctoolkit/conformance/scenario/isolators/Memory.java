package org.appctoolkit.conformance.scenario.isolators;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/** How much memory an app gets. The bounds of whole pods are with those of processors. */
final class Memory {
  static final String RESOURCE = "resource/memory";
  static final String SIMPLE = "memory/limit";

  private static final ProbeImage IMAGE = ProbeImage.named("example.com/memory");
  private static final String POD = "memory";
  private static final String LIMITED = "limited";
  private static final String METRIC = "metric";
  private static final String BINARY = "binary";
  private static final String UNLIMITED = "unlimited";

  /** The limit is 64 Mi; half of it is what an app can count on, whatever else is charged to it. */
  private static final long SURE = 32L << 20;

  /** Three times the limit. */
  private static final long WANTED = 192L << 20;

  /** Between 128 M, which is 128,000,000, and 128 Mi, which is 134,217,728. */
  private static final long BETWEEN = 130_000_000;

  private static final long SURE_BETWEEN = 64L << 20;

  static final List<Scenario> ALL =
      List.of(
          Scenario.of("memory-limit", "an app that wants more memory than it may", Memory::play)
              .needing("multi-app")
              .expecting(
                  "no-more-than-the-limit",
                  "memory-limit-is-kept",
                  Memory::limited,
                  "isolator/" + RESOURCE)
              .expecting(
                  "suffixes-have-their-factors",
                  "quantities-have-the-factors-of-their-suffixes",
                  Memory::suffixes,
                  "isolator/" + RESOURCE)
              .expecting(
                  "no-more-than-the-simple-limit",
                  "simple-memory-limit-is-kept",
                  Memory::limited,
                  "isolator/" + SIMPLE));

  private Memory() {}

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    List<ProbeApp> apps = new ArrayList<>();
    apps.add(allocating(UNLIMITED, WANTED));
    if (isSimple(stage.version())) {
      apps.add(allocating(LIMITED, WANTED).isolated(SIMPLE, "\"64M\""));
    } else {
      apps.add(allocating(LIMITED, WANTED).isolated(RESOURCE, "{\"limit\":\"64Mi\"}"));
      apps.add(allocating(METRIC, BETWEEN).isolated(RESOURCE, "{\"limit\":\"128M\"}"));
      apps.add(allocating(BINARY, BETWEEN).isolated(RESOURCE, "{\"limit\":\"128Mi\"}"));
    }
    stage.run(ProbePod.of(POD, apps.toArray(ProbeApp[]::new)));
  }

  /** Whether isolators are texts, as up to 0.3.0. */
  static boolean isSimple(SpecVersion version) {
    return version.compareTo(new SpecVersion(0, 4, 0)) < 0;
  }

  /** One that is slowed down, which the text allows, gives up after some time. */
  private static ProbeApp allocating(String name, long bytes) {
    return ProbeApp.of(name, IMAGE, "limit 30000", "allocate " + bytes);
  }

  /** How many bytes an app got, as far as it told. */
  static long got(AppRecord app) throws UnseenException {
    app.main().requireBegun();
    LongStream.Builder amounts = LongStream.builder().add(0);
    for (Observation step : app.main().every("allocated")) {
      amounts.add(step.number("bytes"));
    }
    for (Observation all : app.main().every("allocate")) {
      amounts.add(all.is("ok") ? all.number("bytes") : 0);
    }
    return amounts.build().max().orElse(0);
  }

  /** The last that an app told of its memory. */
  static List<String> evidence(AppRecord app) {
    List<Observation> all = new ArrayList<>(app.main().every("allocated"));
    all.addAll(app.main().every("allocate"));
    return all.isEmpty() ? List.of() : List.of(all.get(all.size() - 1).line());
  }

  private static Outcome limited(Scene scene) throws UnseenException {
    return Judgement.all(
        between(scene.pod(POD), LIMITED, "64 Mi", SURE, WANTED), full(scene, UNLIMITED, WANTED));
  }

  private static Outcome suffixes(Scene scene) throws UnseenException {
    return Judgement.all(
        full(scene, UNLIMITED, WANTED),
        between(scene.pod(POD), METRIC, "128 M", SURE_BETWEEN, BETWEEN),
        full(scene, BINARY, BETWEEN));
  }

  /** It got some, and not all that it wanted. */
  private static Outcome between(PodRecord pod, String name, String limit, long sure, long wanted)
      throws UnseenException {
    AppRecord app = pod.app(name);
    long got = got(app);
    return Judgement.when(
        got >= sure && got < wanted,
        "the app with a limit of %s gets at least %d bytes and less than %d"
            .formatted(limit, sure, wanted),
        "it got %s bytes, and %s"
            .formatted(got < wanted ? "at least " + got : "all " + got, Seen.ending(pod, name)),
        evidence(app));
  }

  /** It got all that it wanted, which shows that nothing else stands in the way. */
  private static Outcome full(Scene scene, String name, long wanted) throws UnseenException {
    PodRecord pod = scene.pod(POD);
    AppRecord app = pod.app(name);
    long got = got(app);
    return Judgement.when(
        got == wanted,
        "app %s of the same pod gets %d bytes".formatted(name, wanted),
        "app %s got %d bytes, and %s".formatted(name, got, Seen.ending(pod, name)),
        evidence(app));
  }
}
