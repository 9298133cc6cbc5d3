package org.appctoolkit.conformance.scenario.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/** How apps and pods end, and what is told of it. */
final class Endings {
  private static final int SEGV = 11;
  private static final int ILL = 4;
  private static final int STATUS = 7;

  /** Ends at once, and is the first of its pod. */
  private static final String FIRST = "ends-at-once";

  private static final String CRASH = "dies-by-segv";
  private static final String TRAP = "dies-by-ill";

  /** Ends some time after all others. */
  private static final String LAST = "ends-last";

  private static final String PARENT = "leaves-an-orphan";

  private static final String MISSING = "missing-program";
  private static final String NO_PROGRAM = "no-program";

  private static final String LEFT_BEHIND = "left-behind";
  private static final String PARTING = "leaves-a-child";
  private static final String TICKS = "ticks";
  private static final String GREW = "growth of ticks after the pod was over";

  private static final Company APPS = new Company("apps");

  static final List<Scenario> ALL = List.of(endings(), leftBehind());

  private Endings() {}

  private static Scenario endings() {
    return Scenario.of("endings", "how apps end and what is told of it", Endings::playEndings)
        .expecting("exit-status-0", "exit-statuses-are-told", told(FIRST, "exit", 0))
        .expecting("exit-status-7", "exit-statuses-are-told", told(LAST, "exit", STATUS))
        .expecting("signal-segv", "signals-that-ended-an-app-are-told", told(CRASH, "signal", SEGV))
        .expecting("signal-ill", "signals-that-ended-an-app-are-told", told(TRAP, "signal", ILL))
        .expecting("missing-program", "apps-that-cannot-be-executed-are-told", cannotBegin(MISSING))
        .expecting("no-program", "apps-that-cannot-be-executed-are-told", cannotBegin(NO_PROGRAM))
        .expecting(
            "end-of-the-first",
            "apps-outlive-one-another",
            scene -> outlived(scene, FIRST, "exit"),
            "multi-app")
        .expecting(
            "crash-of-another",
            "apps-outlive-one-another",
            scene -> outlived(scene, CRASH, "die"),
            "multi-app")
        .expecting(
            "pod-ends-with-the-last",
            "pods-end-with-their-last-app",
            Endings::endsWithLast,
            "multi-app")
        .expecting("orphans", "orphans-are-reaped", Endings::reaped);
  }

  private static Scenario leftBehind() {
    return Scenario.of("left-behind", "an app ends before a child of it", Endings::playLeftBehind)
        .needing("volumes", "volume/host")
        .expecting("nothing", "nothing-outlives-a-pod", Endings::nothingLeft);
  }

  // --- what is done

  private static void playEndings(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    APPS.run(
        stage,
        pod -> pod,
        List.of(
            app(FIRST, "exit 0"),
            app(CRASH, "die SEGV"),
            app(TRAP, "die ILL"),
            app(PARENT, "setsid-daemon 0", "sleep 300", "processes", "sleep 400", "processes"),
            // Long enough for whoever ends others when one of them has ended.
            app(LAST, "sleep 2000", "exit " + STATUS)));
    stage.tryRun(
        ProbePod.of(MISSING, app(FIRST, "exit 0").executing("/srv/nothing", "$NONCE", "main")));
    stage.tryRun(
        ProbePod.of(
            NO_PROGRAM, app(FIRST, "exit 0").executing(Furnished.NO_PROGRAM, "$NONCE", "main")));
  }

  private static ProbeApp app(String name, String... actions) {
    return ProbeApp.of(name, Furnished.IMAGE, actions);
  }

  private static void playLeftBehind(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    Shared shared = Shared.of(stage, LEFT_BEHIND);
    List<String> actions =
        new ArrayList<>(List.of("fork child", "to none", "ignore HUP", "ignore TERM"));
    for (int i = 0; i < 60; i++) {
      actions.add("append %s x".formatted(Shared.path(TICKS)));
      actions.add("sleep 50");
    }
    actions.addAll(
        List.of("end-fork", "await-file %s 20000".formatted(Shared.path(TICKS)), "exit 0"));
    stage.run(shared.pod(List.of(app(PARTING, actions.toArray(String[]::new)))));
    Path ticks = shared.directory().resolve(TICKS);
    long before = Files.exists(ticks) ? Files.size(ticks) : 0;
    // Ten times as long as a child that lives on needs to be seen.
    Thread.sleep(stage.pace().of(Duration.ofMillis(500)).toMillis());
    long after = Files.exists(ticks) ? Files.size(ticks) : 0;
    stage.note(GREW, before + " " + after);
  }

  // --- how it is judged

  private static Judgement told(String app, String what, int number) {
    return scene -> {
      APPS.main(scene, app);
      return told(APPS.ending(scene, app), app, what, number);
    };
  }

  /** Whether a runtime tells how an app that was executed has ended. */
  static Outcome told(Optional<PodStatus.AppStatus> ending, String app, String what, int number) {
    String expected = "%s of app %s: %d".formatted(what, app, number);
    if (ending.isEmpty()) {
      return new Outcome.Failed(expected, "nothing is told of app " + app, List.of());
    }
    PodStatus.AppStatus status = ending.get();
    OptionalInt told = what.equals("signal") ? status.signal() : status.exit();
    String observed =
        "app %s is %s%s%s"
            .formatted(
                app,
                status.state(),
                status.exit().isPresent() ? ", exit " + status.exit().getAsInt() : "",
                status.signal().isPresent() ? ", signal " + status.signal().getAsInt() : "");
    boolean contradicts = what.equals("exit") && status.signal().isPresent();
    return Judgement.when(
        told.isPresent() && told.getAsInt() == number && !contradicts,
        expected,
        observed,
        List.of());
  }

  private static Judgement cannotBegin(String pod) {
    return scene -> {
      APPS.main(scene, FIRST);
      return NotExecuted.judgeTold(
          scene.pod(pod), FIRST, "a pod whose app cannot be executed has not ended well");
    };
  }

  private static Outcome outlived(Scene scene, String other, String ending) throws UnseenException {
    Observation gone = APPS.main(scene, other).one(ending);
    Observations last = APPS.main(scene, LAST);
    Optional<Observation> end = last.first("exit");
    return Judgement.when(
        end.isPresent(),
        "app %s goes on when app %s has ended".formatted(LAST, other),
        end.isPresent() ? "it has ended by itself" : "it was ended",
        end.orElse(gone));
  }

  private static Outcome endsWithLast(Scene scene) throws UnseenException {
    Observations last = APPS.main(scene, LAST);
    PodStatus end = APPS.pod(scene, LAST).end();
    Optional<Observation> exit = last.first("exit");
    return Judgement.when(
        exit.isPresent(),
        "the pod is over when its last app has ended, not before",
        exit.isPresent()
            ? "the pod is %s, and app %s has ended before".formatted(end.state(), LAST)
            : "the pod is %s, but app %s had not ended".formatted(end.state(), LAST),
        exit.map(it -> Judgement.lines(it)).orElse(List.of()));
  }

  /** Two looks, as one that has just ended is a zombie until its new parent has seen it. */
  private static Outcome reaped(Scene scene) throws UnseenException {
    Observations app = APPS.app(scene, PARENT).main();
    Observations orphan = APPS.app(scene, PARENT).seen("main:daemon");
    app.requireBegun();
    Observation left = orphan.one("end");
    List<Observation> looks = app.every("processes");
    Observation last = app.one("processes");
    if (looks.size() < 2 || !looks.get(1).is("ok")) {
      return new Outcome.Errored("the processes of the pod were not seen", Judgement.lines(last));
    }
    Set<Long> zombies = zombies(app, looks.get(0).number(), looks.get(1).number());
    zombies.retainAll(zombies(app, 0, looks.get(0).number()));
    return Judgement.when(
        zombies.isEmpty(),
        "no zombie stays of a process whose parent has ended",
        zombies.isEmpty()
            ? "none of %d processes is a zombie".formatted(looks.get(1).number("count"))
            : "zombies with the numbers " + zombies,
        left,
        looks.get(1));
  }

  private static Set<Long> zombies(Observations seen, long after, long before)
      throws UnseenException {
    Set<Long> zombies = new TreeSet<>();
    for (Observation process : seen.every("process")) {
      if (process.number() > after && process.number() < before && process.has("state", "Z")) {
        zombies.add(process.number("pid"));
      }
    }
    return zombies;
  }

  private static Outcome nothingLeft(Scene scene) throws UnseenException {
    Observation waited = scene.pod(LEFT_BEHIND).app(PARTING).main().one("await-file");
    if (!waited.is("ok")) {
      return new Outcome.Errored("the child was not seen living", Judgement.lines(waited));
    }
    scene.pod(LEFT_BEHIND).end();
    String[] sizes = scene.fact(GREW).split(" ", -1);
    boolean same = sizes[0].equals(sizes[1]);
    return Judgement.when(
        same,
        "the child of the app does nothing any more when the pod is over",
        same
            ? "the child, which has written %s times, has ended".formatted(sizes[0])
            : "the child has written %s times, and then went on to %s"
                .formatted(sizes[0], sizes[1]),
        waited);
  }
}
