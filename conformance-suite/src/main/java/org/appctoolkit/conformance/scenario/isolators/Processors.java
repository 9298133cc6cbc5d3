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
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Resource;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/**
 * How much time of processors apps get, and how much of it and of memory whole pods get.
 *
 * <p>The kernel gives out such time in periods of 100 ms, of which the first may be free; a burst
 * of 700 ms therefore exceeds its limit by up to a seventh.
 */
final class Processors {
  private static final String RESOURCE = "resource/cpu";
  private static final String SHARES = "os/linux/cpu-shares";
  private static final String SIMPLE_SHARES = "cpu/shares";
  private static final String MASK = "cpu/mask";

  private static final ProbeImage IMAGE = ProbeImage.named("example.com/processors");
  private static final String LIMITED = "limited";
  private static final String WHOLE = "whole";
  private static final String UNLIMITED = "unlimited";
  private static final String LARGE = "large";
  private static final String SMALL = "small";
  private static final String MASKED = "masked";
  private static final String PLAIN = "plain";
  private static final String GREEDY = "greedy";
  private static final String PROCESSORS = "processors";

  private static final String BURN = "burn 700";

  /** As many processes as the probe starts at most, so that a larger machine has some idle. */
  private static final int MOST_PROCESSES = 64;

  /** The quarter of a processor that the limited app has, and twice of it. */
  private static final double QUARTER = 0.25;

  private static final double POD_LIMIT = 0.4;
  private static final long EACH = 64L << 20;

  /** How long memory is held: the other app needs a tenth of that to take its own. */
  private static final Duration HOLD = Duration.ofMillis(1500);

  static final List<Scenario> ALL =
      List.of(
          Scenario.of(
                  "cpu-limit",
                  "apps that want more of a processor than they may",
                  Processors::limits)
              .since(0, 4, 0)
              .needing("multi-app", "volumes", "isolator/" + RESOURCE)
              .using(Resource.MACHINE)
              .expecting("no-more-than-the-limit", "cpu-limit-is-kept", Processors::limited)
              .expecting("milli-cores", "cpu-is-counted-in-milli-cores", Processors::unit)
              .expecting("cores", "cpu-is-counted-in-cores", Processors::unit),
          Scenario.of("cpu-shares", "apps that compete for the processors", Processors::shares)
              .needing("multi-app", "volumes")
              .using(Resource.MACHINE)
              .expecting(
                  "in-proportion",
                  "cpu-shares-are-kept",
                  Processors::competed,
                  "isolator/" + SHARES)
              .expecting(
                  "in-simple-proportion",
                  "simple-cpu-shares-are-kept",
                  Processors::competed,
                  "isolator/" + SIMPLE_SHARES),
          Scenario.of("cpu-mask", "an app that is kept on one processor", Processors::masks)
              .since(0, 2, 0)
              .needing("multi-app", "isolator/" + MASK)
              .expecting("on-these-processors-only", "simple-cpu-mask-is-kept", Processors::masked),
          Scenario.of(
                  "pod-limits",
                  "apps that want more together than their pod may",
                  Processors::bounds)
              .since(0, 4, 0)
              .needing("multi-app", "volumes")
              .using(Resource.MACHINE)
              .expecting(
                  "processors-of-the-pod",
                  "cpu-limit-of-a-pod-is-kept",
                  Processors::together,
                  "isolator/" + RESOURCE)
              .expecting(
                  "processors-of-the-pod-bound-its-apps",
                  "isolators-of-the-pod-bound-those-of-apps",
                  Processors::bounded,
                  "isolator/" + RESOURCE)
              .expecting(
                  "memory-of-the-pod",
                  "memory-limit-of-a-pod-is-kept",
                  Processors::togetherInMemory,
                  "isolator/" + Memory.RESOURCE)
              .expecting(
                  "memory-of-the-pod-bounds-its-apps",
                  "isolators-of-the-pod-bound-those-of-apps",
                  Processors::togetherInMemory,
                  "isolator/" + Memory.RESOURCE));

  private Processors() {}

  /** Thousandths of a processor, as the text has them. */
  private static String cores(SpecVersion version, int thousandths) {
    boolean inCores = version.compareTo(new SpecVersion(0, 7, 0)) >= 0;
    String text = inCores && thousandths % 1000 == 0 ? "" + thousandths / 1000 : "" + thousandths;
    return "{\"limit\":\"%s\"}".formatted(inCores && thousandths % 1000 != 0 ? text + "m" : text);
  }

  // --- limits

  private static void limits(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    SpecVersion version = stage.version();
    // First the one that may use a whole processor, so that it finds one on a small machine, too.
    stage.run(
        Meeting.in(
            ProbePod.of(
                "cpu",
                meeting(WHOLE, 3, BURN, "").isolated(RESOURCE, cores(version, 1000)),
                meeting(LIMITED, 3, "", BURN).isolated(RESOURCE, cores(version, 250)),
                meeting(UNLIMITED, 3, "", BURN)),
            stage));
  }

  /** An app that does one thing, waits for the others, and does another. */
  private static ProbeApp meeting(String name, int apps, String first, String second) {
    List<String> actions = new ArrayList<>(List.of(Meeting.of(1, name, apps)));
    if (!first.isEmpty()) {
      actions.add(first);
    }
    actions.add(Meeting.of(2, name, apps));
    if (!second.isEmpty()) {
      actions.add(second);
    }
    return Meeting.open(ProbeApp.of(name, IMAGE, actions.toArray(String[]::new)));
  }

  private static Outcome limited(Scene scene) throws UnseenException {
    return Judgement.all(
        used(scene, LIMITED, 0.01, 2 * QUARTER, "a quarter of a processor"),
        used(scene, UNLIMITED, 2 * QUARTER, 2, "no limit"));
  }

  /** A unit a thousand times as large or as small shows in one or the other. */
  private static Outcome unit(Scene scene) throws UnseenException {
    return Judgement.all(
        used(scene, LIMITED, QUARTER / 4, 2 * QUARTER, "a quarter of a processor"),
        used(scene, WHOLE, 0.5, 2, "one processor"));
  }

  private static Outcome used(Scene scene, String name, double least, double most, String limit)
      throws UnseenException {
    AppRecord app = scene.pod("cpu").app(name);
    Observation burned = Seen.burned(app);
    double used = Seen.processors(app);
    return Judgement.when(
        used >= least && used <= most,
        "the app with %s gets from %s to %s processors"
            .formatted(limit, Seen.rounded(least), Seen.rounded(most)),
        "app %s got %s processors".formatted(name, Seen.rounded(used)),
        burned);
  }

  // --- shares

  private static void shares(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    int processors = Runtime.getRuntime().availableProcessors();
    stage.note(PROCESSORS, String.valueOf(processors));
    String burn = "burn-cpu 800 " + Math.min(MOST_PROCESSES, processors);
    stage.run(
        Meeting.in(
            ProbePod.of(
                "shares",
                competing(LARGE, burn, stage.version(), 4096),
                competing(SMALL, burn, stage.version(), 512)),
            stage));
  }

  private static ProbeApp competing(String name, String burn, SpecVersion version, int shares) {
    ProbeApp app = Meeting.open(ProbeApp.of(name, IMAGE, Meeting.of(1, name, 2), burn));
    if (!Memory.isSimple(version)) {
      return app.isolated(SHARES, String.valueOf(shares));
    }
    String simple = version.equals(SpecVersion.OLDEST) ? SIMPLE_SHARES + "/" : SIMPLE_SHARES;
    return app.isolated(simple, "\"" + shares + "\"");
  }

  /** One to eight is what they ask for, one to one is what they get without isolators. */
  private static Outcome competed(Scene scene) throws UnseenException {
    AppRecord large = scene.pod("shares").app(LARGE);
    AppRecord small = scene.pod("shares").app(SMALL);
    Seen.requireMet(large, 1);
    Seen.requireMet(small, 1);
    double ratio = Seen.processors(large) / Math.max(0.001, Seen.processors(small));
    if (Integer.parseInt(scene.fact(PROCESSORS)) > MOST_PROCESSES) {
      return new Outcome.Skipped(
          "the machine has too many processors for two apps to compete for them");
    }
    return Judgement.when(
        ratio >= 3,
        "the app with 4096 shares gets at least three times as much as the one with 512",
        "it got %s processors, the other one %s"
            .formatted(Seen.rounded(Seen.processors(large)), Seen.rounded(Seen.processors(small))),
        Seen.burned(large),
        Seen.burned(small));
  }

  // --- mask

  private static void masks(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    String[] actions = {"cpu", "read /proc/self/status", "read /proc/self/status 1000"};
    stage.run(
        ProbePod.of(
            "mask",
            ProbeApp.of(MASKED, IMAGE, actions).isolated(MASK, "\"0\""),
            ProbeApp.of(PLAIN, IMAGE, actions)));
  }

  private static Outcome masked(Scene scene) throws UnseenException {
    Observation masked = scene.pod("mask").app(MASKED).main().one("cpu");
    Observation plain = scene.pod("mask").app(PLAIN).main().one("cpu");
    if (plain.number("processors") < 2) {
      return new Outcome.Skipped("the machine has one processor only");
    }
    String allowed = allowed(scene.pod("mask").app(MASKED)).orElse("not told");
    return Judgement.when(
        masked.number("processors") == 1 && allowed.equals("0"),
        "the app with the mask 0 may use processor 0",
        "it may use %d processors, %s; the app without may use %d"
            .formatted(masked.number("processors"), allowed, plain.number("processors")),
        masked,
        plain);
  }

  private static Optional<String> allowed(AppRecord app) throws UnseenException {
    String key = "Cpus_allowed_list:\t";
    for (Observation part : app.main().every("read")) {
      if (part.is("ok")) {
        Optional<String> line =
            part.text("content").lines().filter(it -> it.startsWith(key)).findFirst();
        if (line.isPresent()) {
          return line.map(it -> it.substring(key.length()));
        }
      }
    }
    return Optional.empty();
  }

  // --- bounds of pods

  private static void bounds(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    long hold = stage.pace().of(HOLD).toMillis();
    ProbeApp plain = hungry(PLAIN, BURN, hold);
    ProbeApp greedy = hungry(GREEDY, "burn-cpu 700 2", hold);
    ProbePod pod = ProbePod.of("bounds", plain, greedy);
    if (stage.can("isolator/" + RESOURCE)) {
      greedy = greedy.isolated(RESOURCE, cores(stage.version(), 2000));
      pod = ProbePod.of("bounds", plain, greedy);
    }
    if (stage.can("isolator/" + Memory.RESOURCE)) {
      greedy = greedy.isolated(Memory.RESOURCE, "{\"limit\":\"1Gi\"}");
      pod = ProbePod.of("bounds", plain, greedy).isolated(Memory.RESOURCE, "{\"limit\":\"96Mi\"}");
    }
    if (stage.can("isolator/" + RESOURCE)) {
      pod = pod.isolated(RESOURCE, cores(stage.version(), 400));
    }
    stage.run(Meeting.in(pod, stage));
  }

  /** First it burns, then it takes memory and holds it until the other one has taken its own. */
  private static ProbeApp hungry(String name, String burn, long hold) {
    return Meeting.open(
        ProbeApp.of(
            name,
            IMAGE,
            Meeting.of(1, name, 2),
            burn,
            Meeting.of(2, name, 2),
            "limit 20000",
            "allocate " + EACH,
            "sleep " + hold));
  }

  private static Outcome together(Scene scene) throws UnseenException {
    AppRecord plain = scene.pod("bounds").app(PLAIN);
    AppRecord greedy = scene.pod("bounds").app(GREEDY);
    Seen.requireMet(plain, 1);
    Seen.requireMet(greedy, 1);
    double both = Seen.processors(plain) + Seen.processors(greedy);
    return Judgement.when(
        both >= POD_LIMIT / 4 && both <= 2 * POD_LIMIT,
        "the apps of a pod with 0.4 processors get from 0.10 to 0.80 together",
        "they got " + Seen.rounded(both),
        Seen.burned(plain),
        Seen.burned(greedy));
  }

  private static Outcome bounded(Scene scene) throws UnseenException {
    AppRecord greedy = scene.pod("bounds").app(GREEDY);
    double used = Seen.processors(greedy);
    return Judgement.when(
        used > 0 && used <= 2 * POD_LIMIT,
        "an app with 2 processors in a pod with 0.4 gets at most 0.80",
        "it got " + Seen.rounded(used),
        Seen.burned(greedy));
  }

  /** Each wants 64 Mi of the 96 Mi of the pod, and one of them may have an own limit above. */
  private static Outcome togetherInMemory(Scene scene) throws UnseenException {
    AppRecord plain = scene.pod("bounds").app(PLAIN);
    AppRecord greedy = scene.pod("bounds").app(GREEDY);
    Seen.requireMet(plain, 2);
    Seen.requireMet(greedy, 2);
    long first = Memory.got(plain);
    long second = Memory.got(greedy);
    List<String> evidence = new ArrayList<>(Memory.evidence(plain));
    evidence.addAll(Memory.evidence(greedy));
    return Judgement.when(
        Math.max(first, second) >= EACH / 2 && Math.min(first, second) < EACH,
        "of two apps that want 64 Mi each in a pod with 96 Mi one gets at least half of that, and"
            + " not both get all",
        "they got %d and %d bytes; %s; %s"
            .formatted(
                first,
                second,
                Seen.ending(scene.pod("bounds"), PLAIN),
                Seen.ending(scene.pod("bounds"), GREEDY)),
        evidence);
  }
}
