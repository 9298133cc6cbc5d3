package org.appctoolkit.conformance.scenario.isolators;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RefusedException;
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

/** What holds for isolators of every name. Bounds of whole pods are with those of processors. */
final class IsolatorsInGeneral {
  private static final ProbeImage IMAGE = ProbeImage.named("example.com/isolators");
  private static final String KNOWN = "known";
  private static final String UNKNOWN = "unknown";
  private static final String APP = "app";
  private static final String OF_APP = "example.com/unknown-of-app";
  private static final String OF_POD = "example.com/unknown-of-pod";
  private static final String OVERRIDDEN = "overridden";
  private static final String KEPT = "kept";
  private static final long WANTED = 192L << 20;

  private static final Set<String> OF_IMAGE = Set.of("CAP_CHOWN", "CAP_KILL");
  private static final Set<String> OF_MANIFEST = Set.of("CAP_NET_BIND_SERVICE");

  static final List<Scenario> ALL =
      List.of(
          Scenario.of(
                  "unknown-isolators",
                  "a pod with isolators that nobody knows",
                  IsolatorsInGeneral::play)
              .expecting(
                  "pod-is-executed",
                  "unknown-isolators-do-not-keep-pods-from-running",
                  IsolatorsInGeneral::executed)
              .expecting(
                  "outcomes-are-told",
                  "isolator-outcomes-are-told",
                  IsolatorsInGeneral::told,
                  "isolator-report"),
          Scenario.of(
                  "isolators-of-the-manifest",
                  "an app with isolators beside and in its image",
                  IsolatorsInGeneral::override)
              .needing("multi-app")
              .expecting(
                  "override-the-bounding-set",
                  "isolators-of-the-manifest-override-those-of-images",
                  IsolatorsInGeneral::boundingSet,
                  "isolator/" + CapabilitySets.BOUNDING)
              .expecting(
                  "override-the-memory-limit",
                  "isolators-of-the-manifest-override-those-of-images",
                  IsolatorsInGeneral::memory,
                  "isolator/" + Memory.SIMPLE));

  private IsolatorsInGeneral() {}

  // --- unknown ones

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    boolean simple = Memory.isSimple(stage.version());
    String value = simple ? "\"1\"" : "{\"amount\":1}";
    ProbeApp app = ProbeApp.of(APP, IMAGE);
    stage.run(ProbePod.of(KNOWN, app));
    ProbeApp isolated = app.isolated(OF_APP, value);
    if (!simple && stage.can("isolator/" + Memory.RESOURCE)) {
      isolated = isolated.isolated(Memory.RESOURCE, "{\"limit\":\"256Mi\"}");
    }
    stage.tryRun(ProbePod.of(UNKNOWN, isolated).isolated(OF_POD, value));
  }

  private static Outcome executed(Scene scene) throws UnseenException {
    AppRecord control = scene.pod(KNOWN).app(APP);
    control.main().requireBegun();
    if (Seen.isRefused(scene.pod(UNKNOWN))) {
      return new Outcome.Skipped("the runtime refuses isolators that it does not know, as it may");
    }
    AppRecord app = scene.pod(UNKNOWN).app(APP);
    return new Outcome.Passed(
        "a pod with unknown isolators is executed", List.of(app.main().one("begin").line()));
  }

  private static Outcome told(Scene scene) throws UnseenException {
    scene.pod(KNOWN).app(APP).main().requireBegun();
    PodRecord pod = scene.pod(UNKNOWN);
    if (Seen.isRefused(pod)) {
      return new Outcome.Skipped("the runtime refuses isolators that it does not know, as it may");
    }
    pod.app(APP).main().requireBegun();
    PodStatus status = pod.end();
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.add(fate(status, Optional.of(APP), OF_APP));
    outcomes.add(fate(status, Optional.empty(), OF_POD));
    if (scene.runtime().capabilities().contains("isolator/" + Memory.RESOURCE)) {
      outcomes.add(known(status));
    }
    return Judgement.all(outcomes);
  }

  private static Outcome fate(PodStatus status, Optional<String> app, String name) {
    Optional<PodStatus.IsolatorFate> fate =
        status.isolators().stream()
            .filter(it -> it.name().equals(name) && it.app().equals(app))
            .findFirst();
    String whose = app.map(it -> "app " + it).orElse("the pod");
    return Judgement.equal(
        "what is told of %s of %s".formatted(name, whose),
        "ignored",
        fate.map(PodStatus.IsolatorFate::outcome).orElse("nothing"));
  }

  /** One that is claimed and not told of is taken to be enforced. */
  private static Outcome known(PodStatus status) {
    String told =
        status.isolators().stream()
            .filter(it -> it.name().equals(Memory.RESOURCE) && it.app().equals(Optional.of(APP)))
            .map(PodStatus.IsolatorFate::outcome)
            .findFirst()
            .orElse("nothing");
    return Judgement.when(
        !told.equals("ignored"),
        "of %s, which is claimed, is told that it is enforced or modified"
            .formatted(Memory.RESOURCE),
        "what is told of %s: %s".formatted(Memory.RESOURCE, told),
        List.of());
  }

  // --- beside the image

  private static void override(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    ProbeApp kept = ProbeApp.of(KEPT, IMAGE, "capabilities", "allocate " + WANTED);
    ProbeApp overridden = ProbeApp.of(OVERRIDDEN, IMAGE, "capabilities", "allocate " + WANTED);
    if (stage.can("isolator/" + CapabilitySets.BOUNDING)) {
      String name = CapabilitySets.simpleName(stage.version());
      kept = kept.isolated(name, CapabilitySets.text(OF_IMAGE));
      overridden =
          overridden
              .isolated(name, CapabilitySets.text(OF_IMAGE))
              .isolatedBesideImage(name, CapabilitySets.text(OF_MANIFEST));
    }
    if (stage.can("isolator/" + Memory.SIMPLE)) {
      kept = kept.isolated(Memory.SIMPLE, "\"1G\"");
      overridden =
          overridden
              .isolated(Memory.SIMPLE, "\"1G\"")
              .isolatedBesideImage(Memory.SIMPLE, "\"64M\"");
    }
    stage.run(ProbePod.of(APP, kept, overridden));
  }

  private static Outcome boundingSet(Scene scene) throws UnseenException {
    return Judgement.all(
        CapabilitySets.exactly(
            OVERRIDDEN, scene.pod(APP).app(OVERRIDDEN).main().one("capabilities"), OF_MANIFEST),
        CapabilitySets.exactly(
            KEPT, scene.pod(APP).app(KEPT).main().one("capabilities"), OF_IMAGE));
  }

  private static Outcome memory(Scene scene) throws UnseenException {
    AppRecord overridden = scene.pod(APP).app(OVERRIDDEN);
    AppRecord kept = scene.pod(APP).app(KEPT);
    long little = Memory.got(overridden);
    long all = Memory.got(kept);
    List<String> evidence = new ArrayList<>(Memory.evidence(overridden));
    evidence.addAll(Memory.evidence(kept));
    return Judgement.when(
        little > 0 && little < WANTED && all == WANTED,
        "an app with 1G in its image and 64M beside it does not get 192 Mi, and one with 1G alone"
            + " does",
        "they got %d and %d bytes".formatted(little, all),
        evidence);
  }
}
