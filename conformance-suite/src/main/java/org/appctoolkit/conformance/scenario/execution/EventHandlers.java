package org.appctoolkit.conformance.scenario.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.NotExecutedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/** What is executed before and after the main process of an app. */
final class EventHandlers {
  private static final String POD = "handlers";
  private static final String FAILING = "failing";

  /** Has both handlers and ends by itself. */
  private static final String WORKER = "worker";

  /** Has only a handler for its end, and dies by a signal. */
  private static final String CRASH = "crash";

  private static final String PRE = "worker-pre-start";
  private static final String POST = "worker-post-stop";
  private static final String CRASH_POST = "crash-post-stop";
  private static final String ENDED = "worker-ended";
  private static final String ENDED_BEFORE = "worker-ended-before-post-stop";
  private static final String FAILED_PRE = "failed-pre-start";
  private static final String FAILED_MAIN = "main-after-failed-pre-start";
  private static final List<String> WORDS = List.of("plain", "--flag=value");

  /** How long something takes that must be over before something else begins. */
  private static final String SOME_TIME = "sleep 300";

  static final List<Scenario> ALL = List.of(scenario());

  private EventHandlers() {}

  private static Scenario scenario() {
    return Scenario.of("handlers", "event handlers", EventHandlers::play)
        .needing("lifecycle-handlers", "volumes", "volume/host")
        .expecting("pre-start", "pre-start-is-executed", scene -> preStart(scene).executed(WORKER))
        .expecting(
            "pre-start-ends-first",
            "pre-start-ends-before-the-app-starts",
            scene -> finds(worker(scene), Shared.path(PRE), "what its pre-start did at its end"))
        .expecting(
            "pre-starts-before-all-apps",
            "pre-starts-come-before-all-apps",
            scene ->
                finds(main(scene, CRASH), Shared.path(PRE), "what the pre-start of another did"),
            "multi-app")
        .expecting(
            "failing-pre-start",
            "failing-pre-start-keeps-the-app-from-starting",
            EventHandlers::failing)
        .expecting(
            "post-stop-after-the-end",
            "post-stop-follows-a-normal-end",
            scene -> postStop(scene, WORKER, POST).executed(WORKER))
        .expecting(
            "post-stop-after-a-crash",
            "post-stop-follows-a-crash",
            EventHandlers::afterCrash,
            "multi-app")
        .expecting(
            "post-stop-not-before-the-end",
            "post-stop-comes-after-the-end-of-the-app",
            EventHandlers::afterEnd)
        .expecting(
            "arguments", "handlers-are-executed-with-their-arguments", EventHandlers::arguments)
        .expecting("rootfs", "handlers-share-the-rootfs-of-their-app", EventHandlers::rootfs)
        .expecting(
            "launched-together", "apps-are-launched-together", EventHandlers::together, "multi-app")
        .expecting(
            "clean-second-start", "execution-starts-from-a-clean-copy", EventHandlers::cleanStart)
        .expecting("output", "output-of-handlers-is-captured", EventHandlers::output);
  }

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    boolean several = stage.can("multi-app");
    int there = several ? 2 : 1;
    List<ProbeApp> apps = new ArrayList<>();
    apps.add(
        ProbeApp.of(
                WORKER,
                Furnished.IMAGE,
                "file " + Shared.path(PRE),
                "file " + Handler.TRACE,
                Shared.meet(WORKER, there),
                SOME_TIME,
                Shared.leave(ENDED))
            .before(
                "arguments",
                SOME_TIME,
                "create " + Handler.TRACE,
                "raw stderr pre-start-on-stderr%0a",
                Shared.leave(PRE),
                "exit 0",
                WORDS.get(0),
                WORDS.get(1))
            .after(
                "arguments",
                "file " + Handler.TRACE,
                "raw stderr post-stop-on-stderr%0a",
                "rename %s %s".formatted(Shared.path(ENDED), Shared.path(ENDED_BEFORE)),
                Shared.leave(POST),
                "exit 0",
                WORDS.get(0),
                WORDS.get(1)));
    if (several) {
      apps.add(
          ProbeApp.of(
                  CRASH,
                  Furnished.IMAGE,
                  "file " + Shared.path(PRE),
                  Shared.meet(CRASH, there),
                  "die SEGV")
              .after(Shared.leave(CRASH_POST)));
    }
    Shared shared = Shared.of(stage, POD);
    stage.run(shared.pod(apps));
    shared.note(stage);

    Shared other = Shared.of(stage, FAILING);
    stage.tryRun(
        other.pod(
            List.of(
                ProbeApp.of(WORKER, Furnished.IMAGE, Shared.leave(FAILED_MAIN))
                    .before("file " + Handler.TRACE, Shared.leave(FAILED_PRE), "exit 3"))));
    other.note(stage);
  }

  private static Observations main(Scene scene, String app)
      throws NotExecutedException, MissingObservationException {
    Observations main = scene.pod(POD).app(app).main();
    main.requireBegun();
    return main;
  }

  private static Observations worker(Scene scene)
      throws NotExecutedException, MissingObservationException {
    return main(scene, WORKER);
  }

  private static Handler preStart(Scene scene) throws UnseenException {
    return new Handler(
        "pre-start", scene.pod(POD).app(WORKER).seen("pre"), Shared.left(scene, POD).contains(PRE));
  }

  private static Handler postStop(Scene scene, String app, String file) throws UnseenException {
    return new Handler(
        "post-stop", scene.pod(POD).app(app).seen("post"), Shared.left(scene, POD).contains(file));
  }

  private static Outcome finds(Observations seen, String path, String what) throws UnseenException {
    Observation file = seen.one("file", "path", path);
    return Judgement.when(
        file.is("ok"),
        "when it begins, the app finds " + what,
        file.is("ok") ? "it found " + path : "there was no " + path + " yet",
        file);
  }

  private static Outcome failing(Scene scene) throws UnseenException {
    worker(scene);
    PodRecord pod = scene.pod(FAILING);
    Set<String> left = Shared.left(scene, FAILING);
    Optional<AppRecord> app = Optional.ofNullable(pod.apps().get(WORKER));
    boolean handled =
        left.contains(FAILED_PRE) || app.filter(it -> it.seen("pre").began()).isPresent();
    boolean began = left.contains(FAILED_MAIN) || app.filter(it -> it.main().began()).isPresent();
    // A runtime that executes it before it answers may well say then that the pod failed.
    String refused = pod.refusal().map(reason -> ", refused: " + reason).orElse("");
    return Judgement.when(
        handled && !began,
        "pre-start is executed and, as it ends with 3, main is not",
        "pre-start was %s, main was %s%s"
            .formatted(
                handled ? "executed" : "not executed",
                began ? "executed" : "not executed",
                refused),
        List.of());
  }

  /** Whether the second pod of the same image has nothing of what the first one has written. */
  private static Outcome cleanStart(Scene scene) throws UnseenException {
    Outcome written = finds(worker(scene), Handler.TRACE, "what its pre-start wrote");
    PodRecord second = scene.pod(FAILING);
    Optional<Observations> seen =
        Optional.ofNullable(second.apps().get(WORKER)).map(it -> it.seen("pre"));
    if (written instanceof Outcome.Passed && seen.filter(Observations::began).isEmpty()) {
      return Shared.left(scene, FAILING).contains(FAILED_PRE)
          ? new Outcome.Skipped("nothing was kept of what a pre-start handler wrote that failed")
          : new Outcome.Failed(
              "a second pod is started", "its pre-start was not executed", List.of());
    }
    if (!(written instanceof Outcome.Passed) || seen.isEmpty()) {
      return written;
    }
    Observation file = seen.get().one("file", "path", Handler.TRACE);
    return Judgement.when(
        !file.is("ok"),
        "the second pod begins without what the first one wrote",
        file.is("ok") ? "it found " + Handler.TRACE : "it found nothing of the first one",
        file);
  }

  private static Outcome afterCrash(Scene scene) throws UnseenException {
    Observation death = main(scene, CRASH).one("die");
    return Judgement.all(
        Judgement.when(true, "", "app crash died by signal " + death.number("signal"), death),
        postStop(scene, CRASH, CRASH_POST).executed(CRASH));
  }

  private static Outcome afterEnd(Scene scene) throws UnseenException {
    worker(scene).one("end");
    Handler after = postStop(scene, WORKER, POST);
    Outcome executed = after.executed(WORKER);
    boolean inOrder = Shared.left(scene, POD).contains(ENDED_BEFORE);
    return Judgement.all(
        executed,
        Judgement.when(
            inOrder,
            "when post-stop begins, the last thing that main does is done",
            inOrder ? "main had ended" : "main had not ended",
            List.of()));
  }

  private static Outcome arguments(Scene scene) throws UnseenException {
    Outcome before = preStart(scene).judge(WORKER, seen -> Executables.arguments(seen, 9, WORDS));
    Observations after = scene.pod(POD).app(WORKER).seen("post");
    return after.began() ? Judgement.all(before, Executables.arguments(after, 9, WORDS)) : before;
  }

  private static Outcome rootfs(Scene scene) throws UnseenException {
    Outcome before = finds(worker(scene), Handler.TRACE, "in its rootfs what its pre-start wrote");
    Observations after = scene.pod(POD).app(WORKER).seen("post");
    return after.began()
        ? Judgement.all(before, finds(after, Handler.TRACE, "in its rootfs what was written"))
        : before;
  }

  private static Outcome together(Scene scene) throws UnseenException {
    List<Outcome> outcomes = new ArrayList<>();
    for (String app : List.of(WORKER, CRASH)) {
      Observation meeting = main(scene, app).one("meet");
      outcomes.add(
          Judgement.when(
              meeting.is("ok"),
              "both apps run at the same time",
              "app %s has met %d of 2".formatted(app, meeting.number("count")),
              meeting));
    }
    return Judgement.all(outcomes);
  }

  private static Outcome output(Scene scene) throws UnseenException {
    worker(scene);
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.add(kept(scene, preStart(scene), "pre-start-on-stderr"));
    Handler after = postStop(scene, WORKER, POST);
    if (after.wasExecuted()) {
      outcomes.add(kept(scene, after, "post-stop-on-stderr"));
    }
    return Judgement.all(outcomes);
  }

  private static Outcome kept(Scene scene, Handler handler, String marker) throws UnseenException {
    boolean stdout = handler.output().began();
    boolean stderr = Output.contains(scene.pod(POD).app(WORKER), marker);
    return Judgement.when(
        stdout && stderr,
        "what the %s handler writes is kept".formatted(handler.event()),
        "%s: standard output %s, standard error %s"
            .formatted(handler.event(), stdout ? "kept" : "lost", stderr ? "kept" : "lost"),
        List.of());
  }
}
