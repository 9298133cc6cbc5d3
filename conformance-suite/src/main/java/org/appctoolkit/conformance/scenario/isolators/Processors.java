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
  private static final String BOUNDED = "bounded";
  private static final String FREE = "free";
  private static final String PROCESSORS = "processors";

  private static final String BURN = "burn 700";

  /** Who competes for less than that has others of the machine against it. */
  private static final double ENOUGH = 0.3;

  /** As many processes as the probe starts at most, so that a larger machine has some idle. */
  private static final int MOST_PROCESSES = 64;

  /** A tenth of a processor, twice of which the limited app does not get. */
  private static final double LIMIT = 0.1;

  /** What the app with one processor is sure to get: fifty times as much as a thousandth. */
  private static final double SURE = 0.05;

  private static final double POD_LIMIT = 0.1;

  /** Without a limit at least so many times as much is had, or the machine is too busy. */
  private static final double WITHOUT_LIMIT = 2.5;

  private static final long EACH = 64L << 20;

  /** How long an app holds its memory for the other one, which needs a tenth of that. */
  private static final Duration HOLD = Duration.ofMillis(2500);

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
                meeting(LIMITED, 3, "", BURN).isolated(RESOURCE, cores(version, 100)),
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
    Optional<Outcome> busy = busy(scene);
    return busy.isPresent()
        ? busy.get()
        : used(scene, LIMITED, 0, 2 * LIMIT, "the app with a tenth of a processor gets at most");
  }

  /** A unit a thousand times as large shows in the one, and as small in the other. */
  private static Outcome unit(Scene scene) throws UnseenException {
    Optional<Outcome> busy = busy(scene);
    return busy.isPresent()
        ? busy.get()
        : Judgement.all(
            used(scene, LIMITED, 0, 2 * LIMIT, "the app with a tenth of a processor gets at most"),
            used(scene, WHOLE, SURE, 2, "the app with one processor gets at least"));
  }

  private static Optional<Outcome> busy(Scene scene) throws UnseenException {
    for (String app : List.of(WHOLE, LIMITED, UNLIMITED)) {
      Seen.requireMet(scene.pod("cpu").app(app), 2);
    }
    AppRecord app = scene.pod("cpu").app(UNLIMITED);
    double free = Seen.processors(app);
    return free >= WITHOUT_LIMIT * LIMIT
        ? Optional.empty()
        : Optional.of(Seen.tooBusy(free, Seen.burned(app)));
  }

  private static Outcome used(Scene scene, String name, double least, double most, String expected)
      throws UnseenException {
    AppRecord app = scene.pod("cpu").app(name);
    double used = Seen.processors(app);
    return Judgement.when(
        used >= least && used <= most,
        "%s %s processors".formatted(expected, Seen.rounded(least > 0 ? least : most)),
        "app %s got %s processors".formatted(name, Seen.rounded(used)),
        Seen.burned(app));
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
    if (ratio < 3 && Seen.processors(large) < ENOUGH) {
      return Seen.tooBusy(Seen.processors(large), Seen.burned(large));
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
    ProbeApp permitted = greedy;
    if (stage.can("isolator/" + RESOURCE)) {
      permitted = permitted.isolated(RESOURCE, cores(stage.version(), 2000));
    }
    if (stage.can("isolator/" + Memory.RESOURCE)) {
      permitted = permitted.isolated(Memory.RESOURCE, "{\"limit\":\"1Gi\"}");
    }
    ProbePod bounded = ProbePod.of(BOUNDED, plain, permitted);
    if (stage.can("isolator/" + RESOURCE)) {
      bounded = bounded.isolated(RESOURCE, cores(stage.version(), 100));
    }
    if (stage.can("isolator/" + Memory.RESOURCE)) {
      bounded = bounded.isolated(Memory.RESOURCE, "{\"limit\":\"96Mi\"}");
    }
    stage.run(Meeting.in(bounded, stage));
    stage.run(Meeting.in(ProbePod.of(FREE, plain, greedy), stage));
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
            "meet /meeting %s-3 6 %d".formatted(name, hold)));
  }

  private static Outcome together(Scene scene) throws UnseenException {
    return together(scene, false);
  }

  private static Outcome bounded(Scene scene) throws UnseenException {
    return together(scene, true);
  }

  /** What both apps got of the processors, or the one that has a limit above that of the pod. */
  private static Outcome together(Scene scene, boolean greedyOnly) throws UnseenException {
    double free = 0;
    double had = 0;
    List<Observation> evidence = new ArrayList<>();
    for (String name : greedyOnly ? List.of(GREEDY) : List.of(PLAIN, GREEDY)) {
      AppRecord app = scene.pod(BOUNDED).app(name);
      AppRecord control = scene.pod(FREE).app(name);
      Seen.requireMet(app, 1);
      Seen.requireMet(control, 1);
      had += Seen.processors(app);
      free += Seen.processors(control);
      evidence.add(Seen.burned(app));
      evidence.add(Seen.burned(control));
    }
    return free < WITHOUT_LIMIT * POD_LIMIT
        ? Seen.tooBusy(free, evidence.get(1))
        : Judgement.when(
            had > 0 && had <= 2 * POD_LIMIT,
            (greedyOnly
                    ? "an app with 2 processors in a pod with 0.1 gets at most %s"
                    : "the apps of a pod with 0.1 processors get at most %s together")
                .formatted(Seen.rounded(2 * POD_LIMIT)),
            "it was %s; without limits %s".formatted(Seen.rounded(had), Seen.rounded(free)),
            evidence.toArray(Observation[]::new));
  }

  /**
   * Each wants 64 Mi of the 96 Mi of the pod, and one of them may have an own limit above. One may
   * be ended when it has all, as the other one takes more: what counts is what they hold together.
   */
  private static Outcome togetherInMemory(Scene scene) throws UnseenException {
    List<String> evidence = new ArrayList<>();
    long most = 0;
    int held = 0;
    int free = 0;
    for (String name : List.of(PLAIN, GREEDY)) {
      AppRecord app = scene.pod(BOUNDED).app(name);
      AppRecord control = scene.pod(FREE).app(name);
      Seen.requireMet(app, 2);
      Seen.requireMet(control, 2);
      most = Math.max(most, Memory.got(app));
      held += holds(app) ? 1 : 0;
      free += holds(control) ? 1 : 0;
      evidence.addAll(Memory.evidence(app));
      evidence.addAll(Memory.evidence(control));
    }
    return Judgement.when(
        most >= EACH / 2 && held < 2 && free == 2,
        "of two apps that want 64 Mi each in a pod with 96 Mi one gets at least half of that, and"
            + " not both hold all at the same time; in a pod without a limit both do",
        "one got %d bytes; %d held all, in a pod without a limit %d; %s; %s"
            .formatted(
                most,
                held,
                free,
                Seen.ending(scene.pod(BOUNDED), PLAIN),
                Seen.ending(scene.pod(BOUNDED), GREEDY)),
        evidence);
  }

  /** Whether an app was still there, with all it wants, when the other one had come as far. */
  private static boolean holds(AppRecord app) throws UnseenException {
    List<Observation> meetings = app.main().every("meet");
    return Memory.got(app) == EACH && meetings.size() > 2 && meetings.get(2).is("ok");
  }
}
