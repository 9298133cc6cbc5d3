package org.appctoolkit.conformance.scenario.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.NotExecutedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.LivePod;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/** Pods that are stopped, and apps that are killed. */
final class Stopping {
  private static final long TERM = 15;
  private static final int KILL = 9;

  private static final String STOPPED = "stopped";
  private static final String QUICK = "quick";
  private static final String SLOW = "slow";
  private static final String QUICK_POST = "quick-post-stop";
  private static final String SLOW_POST = "slow-post-stop";
  private static final String SLOW_ENDED = "slow-ended";
  private static final String SLOW_ENDED_FIRST = "slow-ended-before-post-stop-of-quick";

  private static final String STUBBORN = "stubborn";
  private static final String SLEPT = "stubborn-has-slept";

  private static final String KILLED = "killed";
  private static final String VICTIM = "victim";
  private static final String WITNESS = "witness";
  private static final String VICTIM_POST = "victim-post-stop";

  static final List<Scenario> ALL = List.of(stop(), ignoredTerm(), kill());

  private Stopping() {}

  private static Scenario stop() {
    return Scenario.of("stop", "a pod is stopped", Stopping::playStop)
        .needing("volumes", "volume/host")
        .expecting("sigterm", "stop-sends-sigterm", Stopping::sigterm)
        .expecting(
            "post-stop",
            "post-stop-follows-a-stop",
            scene -> postStops(scene),
            "lifecycle-handlers")
        .expecting(
            "post-stops-after-all-apps",
            "post-stops-come-after-all-apps",
            Stopping::afterAll,
            "lifecycle-handlers",
            "multi-app");
  }

  private static Scenario ignoredTerm() {
    return Scenario.of("stop-stubborn", "a pod is stopped that ignores it", Stopping::playStubborn)
        .needing("volumes", "volume/host")
        .expecting("killed", "apps-that-ignore-sigterm-are-killed", Stopping::killedAtLast);
  }

  private static Scenario kill() {
    return Scenario.of("kill", "an app is killed", Stopping::playKill)
        .needing("kill-app", "volumes", "volume/host")
        .expecting(
            "post-stop",
            "post-stop-follows-a-crash",
            scene -> {
              main(scene, KILLED, VICTIM);
              return postStop(scene, KILLED, VICTIM, VICTIM_POST).executed(VICTIM);
            },
            "lifecycle-handlers")
        .expecting(
            "others-live-on",
            "apps-outlive-one-another",
            scene -> {
              main(scene, KILLED, VICTIM);
              Observations witness = main(scene, KILLED, WITNESS);
              return ended(witness, WITNESS, VICTIM);
            },
            "multi-app")
        .expecting(
            "signal-told",
            "signals-that-ended-an-app-are-told",
            scene -> {
              main(scene, KILLED, VICTIM);
              return Endings.told(scene.pod(KILLED).ending(VICTIM), VICTIM, "signal", KILL);
            });
  }

  // --- what is done

  private static void playStop(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    boolean handlers = stage.can("lifecycle-handlers");
    ProbeApp quick =
        ProbeApp.of(
            QUICK,
            Furnished.IMAGE,
            "catch TERM",
            Shared.leave("quick-is-ready"),
            "await-signal 60000");
    ProbeApp slow =
        ProbeApp.of(
            SLOW,
            Furnished.IMAGE,
            "catch TERM",
            Shared.leave("slow-is-ready"),
            "await-signal 60000",
            "sleep 500",
            Shared.leave(SLOW_ENDED));
    if (handlers) {
      quick =
          quick.after(
              "rename %s %s".formatted(Shared.path(SLOW_ENDED), Shared.path(SLOW_ENDED_FIRST)),
              Shared.leave(QUICK_POST));
      slow = slow.after(Shared.leave(SLOW_POST));
    }
    Shared shared = Shared.of(stage, STOPPED);
    boolean several = stage.can("multi-app");
    LivePod pod = stage.start(shared.pod(several ? List.of(quick, slow) : List.of(quick)));
    shared.await(
        stage,
        pod,
        several ? List.of("quick-is-ready", "slow-is-ready") : List.of("quick-is-ready"));
    pod.stop();
    shared.note(stage);
  }

  private static void playStubborn(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    Shared shared = Shared.of(stage, STUBBORN);
    LivePod pod =
        stage.start(
            shared.pod(
                List.of(
                    ProbeApp.of(
                        STUBBORN,
                        Furnished.IMAGE,
                        "ignore TERM",
                        Shared.leave("is-ready"),
                        "sleep 40000",
                        Shared.leave(SLEPT)))));
    shared.await(stage, pod, List.of("is-ready"));
    pod.stop();
    shared.note(stage);
  }

  private static void playKill(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    ProbeApp victim = ProbeApp.of(VICTIM, Furnished.IMAGE, Shared.leave("is-ready"), "sleep 60000");
    ProbeApp witness =
        ProbeApp.of(
            WITNESS,
            Furnished.IMAGE,
            Shared.leave("witness-is-ready"),
            "await-file %s 20000".formatted(Shared.path("was-killed")),
            "sleep 1000");
    if (stage.can("lifecycle-handlers")) {
      victim = victim.after(Shared.leave(VICTIM_POST));
    }
    Shared shared = Shared.of(stage, KILLED);
    boolean several = stage.can("multi-app");
    LivePod pod = stage.start(shared.pod(several ? List.of(victim, witness) : List.of(victim)));
    shared.await(
        stage, pod, several ? List.of("is-ready", "witness-is-ready") : List.of("is-ready"));
    pod.killApp(VICTIM);
    shared.leaveFromHost("was-killed");
    pod.await();
    shared.note(stage);
  }

  // --- how it is judged

  private static Observations main(Scene scene, String pod, String app)
      throws NotExecutedException, MissingObservationException {
    Observations main = scene.pod(pod).app(app).main();
    main.requireBegun();
    return main;
  }

  private static Handler postStop(Scene scene, String pod, String app, String file)
      throws UnseenException {
    return new Handler(
        "post-stop", scene.pod(pod).app(app).seen("post"), Shared.left(scene, pod).contains(file));
  }

  private static List<String> stoppedApps(Scene scene) throws UnseenException {
    return scene.pod(STOPPED).apps().containsKey(SLOW) ? List.of(QUICK, SLOW) : List.of(QUICK);
  }

  private static Outcome sigterm(Scene scene) throws UnseenException {
    List<Outcome> outcomes = new ArrayList<>();
    for (String app : stoppedApps(scene)) {
      Observations main = main(scene, STOPPED, app);
      Observation waiting = main.one("catch");
      Optional<Observation> got = main.first("signal");
      outcomes.add(
          Judgement.when(
              got.isPresent() && got.get().is("ok") && got.get().number("signal") == TERM,
              "app %s gets SIGTERM".formatted(app),
              got.isEmpty()
                  ? "app %s was ended without SIGTERM".formatted(app)
                  : got.get().is("ok")
                      ? "app %s got signal %d".formatted(app, got.get().number("signal"))
                      : "app %s got no signal".formatted(app),
              got.orElse(waiting)));
    }
    return Judgement.all(outcomes);
  }

  private static Outcome postStops(Scene scene) throws UnseenException {
    List<Outcome> outcomes = new ArrayList<>();
    for (String app : stoppedApps(scene)) {
      main(scene, STOPPED, app);
      outcomes.add(
          postStop(scene, STOPPED, app, app.equals(QUICK) ? QUICK_POST : SLOW_POST).executed(app));
    }
    return Judgement.all(outcomes);
  }

  private static Outcome afterAll(Scene scene) throws UnseenException {
    main(scene, STOPPED, QUICK);
    Observations slow = main(scene, STOPPED, SLOW);
    Outcome handled = postStop(scene, STOPPED, QUICK, QUICK_POST).executed(QUICK);
    boolean first = Shared.left(scene, STOPPED).contains(SLOW_ENDED_FIRST);
    return Judgement.all(
        handled,
        Judgement.when(
            first,
            "app slow has ended when the post-stop handler of app quick is executed",
            first ? "app slow had ended" : "app slow had not ended by itself",
            Judgement.lines(slow.one("begin"))));
  }

  private static Outcome killedAtLast(Scene scene) throws UnseenException {
    Observations main = main(scene, STUBBORN, STUBBORN);
    Observation ignoring = main.one("ignore");
    PodStatus end = scene.pod(STUBBORN).end();
    boolean slept = Shared.left(scene, STUBBORN).contains(SLEPT) || main.first("end").isPresent();
    return Judgement.when(
        !slept,
        "the pod is over although its app ignores SIGTERM",
        slept ? "the app was waited for" : "the pod is " + end.state(),
        ignoring);
  }

  private static Outcome ended(Observations seen, String app, String other) throws UnseenException {
    Observation begun = seen.one("begin");
    Optional<Observation> end = seen.first("end");
    return Judgement.when(
        end.isPresent(),
        "app %s goes on when app %s has ended".formatted(app, other),
        end.isPresent() ? "it has ended by itself" : "it was ended",
        end.orElse(begun));
  }
}
