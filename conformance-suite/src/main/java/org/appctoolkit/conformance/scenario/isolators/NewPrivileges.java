package org.appctoolkit.conformance.scenario.isolators;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/** Whether processes get rights by executing a program, and which of them the kernel ends first. */
final class NewPrivileges {
  private static final String ISOLATOR = "os/linux/no-new-privileges";
  private static final String SCORE_ISOLATOR = "os/linux/oom-score-adj";

  private static final String POD = "privileges";
  private static final String LOCKED = "locked";
  private static final String UNLOCKED = "unlocked";
  private static final String PLAIN = "plain";
  private static final String ADJUSTED = "adjusted";

  private static final long USER = 1000;
  private static final long OWNER = 2000;
  private static final int SET_USER_ID = 04755;
  private static final long SCORE = 321;

  static final List<Scenario> ALL =
      List.of(
          Scenario.of("no-new-privileges", "a set-user-ID program is executed", NewPrivileges::play)
              .since(0, 8, 3)
              .needing("multi-app")
              .expecting(
                  "set-for-the-app-and-its-children",
                  "no-new-privileges-is-set",
                  NewPrivileges::set,
                  "isolator/" + ISOLATOR)
              .expecting(
                  "set-user-id-is-ignored",
                  "no-new-privileges-ignores-set-user-id",
                  NewPrivileges::ignored,
                  "isolator/" + ISOLATOR)
              .expecting(
                  "allowed-without-the-isolator",
                  "new-privileges-are-allowed-by-default",
                  scene -> allowed(scene, PLAIN))
              .expecting(
                  "allowed-with-false",
                  "new-privileges-are-allowed-by-default",
                  scene -> allowed(scene, UNLOCKED),
                  "isolator/" + ISOLATOR),
          Scenario.of("oom-score-adj", "an app that is to be ended early", NewPrivileges::adjust)
              .since(0, 8, 8)
              .needing("multi-app", "isolator/" + SCORE_ISOLATOR)
              .expecting("set-for-all-processes", "oom-score-adj-is-set", NewPrivileges::adjusted));

  private NewPrivileges() {}

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    ProbeProgram program =
        ProbeProgram.of(ProbeProgram.hostArchitecture())
            .orElseThrow(() -> new FileNotFoundException("there is no probe for this machine"));
    ProbeImage image =
        ProbeImage.named("example.com/privileges")
            .having(
                "/owned", ProbeImage.Item.file(program.content(), SET_USER_ID).owned(OWNER, OWNER));
    List<ProbeApp> apps = new ArrayList<>();
    apps.add(app(PLAIN, image));
    if (stage.can("isolator/" + ISOLATOR)) {
      apps.add(app(LOCKED, image).isolated(ISOLATOR, "true"));
      apps.add(app(UNLOCKED, image).isolated(ISOLATOR, "false"));
    }
    stage.run(ProbePod.of(POD, apps.toArray(ProbeApp[]::new)));
  }

  private static ProbeApp app(String name, ProbeImage image) {
    return ProbeApp.of(name, image)
        .as(String.valueOf(USER), String.valueOf(USER))
        .executing(
            ProbeImage.PROBE,
            "$NONCE",
            "main",
            "ids",
            "no-new-privs",
            "fork child",
            "no-new-privs",
            "end-fork",
            "wait 10000",
            "exec /owned $NONCE second ids no-new-privs");
  }

  private static Outcome set(Scene scene) throws UnseenException {
    AppRecord app = scene.pod(POD).app(LOCKED);
    return Judgement.all(
        flag("the app", app.main().one("no-new-privs")),
        flag("its child", app.seen("child").one("no-new-privs")),
        flag("what it executes", app.seen("second").one("no-new-privs")));
  }

  private static Outcome flag(String what, Observation seen) throws UnseenException {
    boolean set = Seen.success(seen).is("set");
    return Judgement.when(
        set,
        "no_new_privs of %s: set".formatted(what),
        "no_new_privs of %s: %s".formatted(what, set ? "set" : "not set"),
        seen);
  }

  private static Outcome ignored(Scene scene) throws UnseenException {
    Outcome control = allowed(scene, PLAIN);
    return control instanceof Outcome.Passed
        ? Judgement.all(user(scene, LOCKED, USER), control)
        : control;
  }

  private static Outcome allowed(Scene scene, String app) throws UnseenException {
    return user(scene, app, OWNER);
  }

  private static Outcome user(Scene scene, String name, long expected) throws UnseenException {
    AppRecord app = scene.pod(POD).app(name);
    Observation before = app.main().one("ids");
    if (before.number("uid") != USER && scene.runtime().capabilities().contains("rootless")) {
      return new Outcome.Skipped("without privileges the runtime has one user only");
    }
    Observation after = app.seen("second").one("ids");
    return Judgement.equal(
        "effective user of app %s in a program of user %d".formatted(name, OWNER),
        expected,
        after.number("euid"),
        before,
        after);
  }

  // --- who is ended first

  private static void adjust(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    ProbeImage image = ProbeImage.named("example.com/score");
    String[] actions = {"oom-score-adj", "fork child", "oom-score-adj", "end-fork", "wait 10000"};
    stage.run(
        ProbePod.of(
            POD,
            ProbeApp.of(ADJUSTED, image, actions).isolated(SCORE_ISOLATOR, String.valueOf(SCORE)),
            ProbeApp.of(PLAIN, image, actions)));
  }

  private static Outcome adjusted(Scene scene) throws UnseenException {
    AppRecord app = scene.pod(POD).app(ADJUSTED);
    Observation main = Seen.success(app.main().one("oom-score-adj"));
    Observation child = Seen.success(app.seen("child").one("oom-score-adj"));
    Observation plain = Seen.success(scene.pod(POD).app(PLAIN).main().one("oom-score-adj"));
    if (plain.number("value") == SCORE) {
      return new Outcome.Skipped("apps without the isolator have the same value");
    }
    return Judgement.all(
        Judgement.equal("oom_score_adj of the app", SCORE, main.number("value"), main),
        Judgement.equal("oom_score_adj of its child", SCORE, child.number("value"), child));
  }
}
