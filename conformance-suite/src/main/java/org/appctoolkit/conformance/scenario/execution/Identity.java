package org.appctoolkit.conformance.scenario.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.appctoolkit.conformance.driver.DriverException;
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
import org.appctoolkit.spec.SpecVersion;

/** Which users and groups processes belong to. */
final class Identity {
  private static final SpecVersion NAMES_FIRST = new SpecVersion(0, 5, 2);
  private static final SpecVersion SUPPLEMENTARY = new SpecVersion(0, 7, 0);

  private static final String NUMERIC = "numeric";
  private static final String NAMED = "named";
  private static final String OF_HOST = "named-as-on-the-host";
  private static final String NUMERAL = "numeral";
  private static final String BY_PATH = "by-path";
  private static final String IN_GROUPS = "in-groups";

  private static final long USER = 4242;
  private static final long GROUP = 4343;
  private static final List<Integer> GROUPS = List.of(7171, 7272);
  private static final String UNKNOWN = "nobody-is-called-so";

  private static final String[] IDS = {"uid", "euid", "suid"};
  private static final String[] GROUP_IDS = {"gid", "egid", "sgid"};

  private static final Company APPS = new Company("apps");

  static final List<Scenario> ALL = List.of(scenario());

  private Identity() {}

  private static Scenario scenario() {
    return Scenario.of("identity", "users and groups of processes", Identity::play)
        .expecting("numeric-user", "app-is-executed-as-its-numeric-user", user(NUMERIC, USER))
        .expecting("numeric-group", "app-is-executed-as-its-numeric-group", group(NUMERIC, GROUP))
        .expecting(
            "named-user", "app-is-executed-as-its-named-user", user(NAMED, Furnished.WORKER_ID))
        .expecting(
            "named-group", "app-is-executed-as-its-named-group", group(NAMED, Furnished.CREW_ID))
        .expecting(
            "user-of-the-image",
            "user-names-are-those-of-the-image",
            user(OF_HOST, Furnished.DAEMON_USER))
        .expecting(
            "group-of-the-image",
            "user-names-are-those-of-the-image",
            group(OF_HOST, Furnished.DAEMON_GROUP))
        .expecting(
            "number-as-user", "numbers-are-names-first", user(NUMERAL, Furnished.NUMERAL_USER))
        .expecting(
            "number-as-group", "numbers-are-names-first", group(NUMERAL, Furnished.NUMERAL_GROUP))
        .expecting(
            "owner-of-a-file",
            "user-of-a-path-is-the-owner-of-the-file",
            user(BY_PATH, Furnished.OWNER))
        .expecting(
            "group-of-a-file",
            "group-of-a-path-is-the-group-of-the-file",
            group(BY_PATH, Furnished.OWNING_GROUP))
        .expecting(
            "supplementary-groups",
            "supplementary-groups-are-set",
            Identity::supplementary,
            "supplementary-groups")
        .expecting("no-other-groups", "apps-have-no-other-groups", Identity::noOthers)
        .expecting(
            "handlers",
            "handlers-run-as-the-user-of-their-app",
            Identity::handlers,
            "lifecycle-handlers")
        .expecting("unknown-user", "unknown-users-are-refused", unknown("unknown-user"))
        .expecting("unknown-group", "unknown-users-are-refused", unknown("unknown-group"))
        .expecting("unknown-path", "unknown-users-are-refused", unknown("unknown-path"));
  }

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    boolean namesFirst = stage.version().compareTo(NAMES_FIRST) >= 0;
    List<ProbeApp> apps = new ArrayList<>();
    ProbeApp numeric = app(NUMERIC, Long.toString(USER), Long.toString(GROUP));
    apps.add(
        stage.can("lifecycle-handlers")
            ? numeric.before("create " + Handler.TRACE, "ids").after("ids")
            : numeric);
    apps.add(app(NAMED, Furnished.WORKER, Furnished.CREW));
    if (namesFirst) {
      apps.add(app(OF_HOST, Furnished.DAEMON, Furnished.DAEMON));
      apps.add(app(NUMERAL, Furnished.NUMERAL, Furnished.NUMERAL));
    }
    apps.add(app(BY_PATH, Furnished.OWNED, Furnished.GROUPED));
    if (stage.version().compareTo(SUPPLEMENTARY) >= 0 && stage.can("supplementary-groups")) {
      apps.add(
          app(IN_GROUPS, Long.toString(USER), Long.toString(GROUP))
              .alsoIn(GROUPS.toArray(Integer[]::new)));
    }
    APPS.run(stage, UnaryOperator.identity(), apps);
    stage.tryRun(ProbePod.of("unknown-user", app(NAMED, UNKNOWN, Furnished.CREW)));
    stage.tryRun(ProbePod.of("unknown-group", app(NAMED, Furnished.WORKER, UNKNOWN)));
    stage.tryRun(ProbePod.of("unknown-path", app(NAMED, "/srv/nothing", Furnished.CREW)));
  }

  private static ProbeApp app(String name, String user, String group) {
    return ProbeApp.of(name, Furnished.IMAGE, "ids", "file " + Handler.TRACE).as(user, group);
  }

  private static Judgement user(String app, long expected) {
    return scene -> all(APPS.main(scene, app).one("ids"), "user", expected, IDS);
  }

  private static Judgement group(String app, long expected) {
    return scene -> all(APPS.main(scene, app).one("ids"), "group", expected, GROUP_IDS);
  }

  /** Real, effective and saved. */
  private static Outcome all(Observation ids, String what, long expected, String... keys)
      throws UnseenException {
    List<Outcome> outcomes = new ArrayList<>();
    for (String key : keys) {
      outcomes.add(Judgement.equal("%s (%s)".formatted(what, key), expected, ids.number(key), ids));
    }
    return Judgement.all(outcomes);
  }

  private static Set<Long> groups(Observation ids) throws UnseenException {
    Set<Long> groups = new TreeSet<>();
    for (String group : ids.text("groups").split(",", -1)) {
      if (!group.isEmpty()) {
        groups.add(Long.valueOf(group));
      }
    }
    return groups;
  }

  private static Outcome supplementary(Scene scene) throws UnseenException {
    Observation ids = APPS.main(scene, IN_GROUPS).one("ids");
    Set<Long> groups = groups(ids);
    return Judgement.when(
        GROUPS.stream().allMatch(it -> groups.contains((long) it)),
        "groups " + GROUPS,
        "groups " + groups,
        ids);
  }

  private static Outcome noOthers(Scene scene) throws UnseenException {
    Outcome alone = within(APPS.main(scene, NUMERIC), Set.of(GROUP));
    Outcome named = within(APPS.main(scene, NAMED), Set.of(Furnished.CREW_ID));
    return Judgement.all(alone, named);
  }

  private static Outcome within(Observations seen, Set<Long> allowed) throws UnseenException {
    Observation ids = seen.one("ids");
    Set<Long> groups = groups(ids);
    return Judgement.when(
        allowed.containsAll(groups),
        "no groups but " + allowed,
        groups.isEmpty() ? "no supplementary groups" : "groups " + groups,
        ids);
  }

  private static Outcome handlers(Scene scene) throws UnseenException {
    Observations main = APPS.main(scene, NUMERIC);
    Handler before =
        new Handler(
            "pre-start",
            APPS.app(scene, NUMERIC).seen("pre"),
            main.one("file", "path", Handler.TRACE).is("ok"));
    Outcome outcome = before.judge(NUMERIC, Identity::asApp);
    Observations after = APPS.app(scene, NUMERIC).seen("post");
    return after.began() ? Judgement.all(outcome, asApp(after)) : outcome;
  }

  private static Outcome asApp(Observations seen) throws UnseenException {
    Observation ids = seen.one("ids");
    return Judgement.all(
        all(ids, "user of a handler", USER, IDS), all(ids, "group of a handler", GROUP, GROUP_IDS));
  }

  private static Judgement unknown(String pod) {
    return scene -> {
      APPS.main(scene, NAMED);
      return NotExecuted.judge(
          scene.pod(pod), NAMED, "an app whose user or group does not exist is not executed");
    };
  }
}
