package org.appctoolkit.conformance.scenario.execution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbeImage.Dependency;
import org.appctoolkit.conformance.probe.ProbeImage.Item;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/** The execution environment: variables and working directories, and what must not change them. */
final class ExecutionEnvironment {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** The first version without {@code USER}, {@code LOGNAME}, {@code HOME} and {@code SHELL}. */
  private static final SpecVersion WITHOUT_ACCOUNT = new SpecVersion(0, 5, 2);

  private static final SpecVersion WITH_CONTAINER = new SpecVersion(0, 6, 0);
  private static final SpecVersion WITH_DIRECTORIES = new SpecVersion(0, 2, 0);
  private static final SpecVersion WITH_USER_LABELS = new SpecVersion(0, 8, 8);

  /** A URL; up to 0.2.0 apps put the scheme before it themselves. */
  private static final Pattern URL = Pattern.compile("(?:https?://)?[^\\s/]+(?:/\\S*)?");

  private static final SpecVersion WITH_SCHEME = new SpecVersion(0, 3, 0);

  /** The variables of the app, none of which is to be evaluated. */
  static final Map<String, String> SPECIAL =
      ordered(
          "DOLLARS", "$PLAIN ${PLAIN} $(id) `id` $$ %PLAIN% %h",
          "QUOTED", "\"double\" 'single' \\n \\$ \\\\",
          "BLANK", "  two  blanks\tand a tab  ",
          "LINES", "one\ntwo\n",
          "SIGNS", "a=b;c|d&e*?[f]~#{g}",
          "LETTERS", "\u00fc\u20ac");

  static final Map<String, String> SIMPLE = ordered("PLAIN", "of-the-app", "EMPTY", "");

  private static final String DIRECTORY = "directory";
  private static final String BROUGHT = "/brought/by-a-dependency";
  private static final String MOUNTED = "/brought/by-a-volume";
  private static final String OF_DEPENDENCY = "of-dependency";
  private static final String OF_VOLUME = "of-volume";
  private static final String ANNOTATED = "annotated";
  private static final String MISSING = "missing-directory";

  /** Keys that mean something elsewhere, with values that would be seen. */
  private static final String MISLEADING =
      """
      {"user": "4242", "group": "4343", "workingDirectory": "/srv/work", "exec": "/bin/finder",
       "PLAIN": "annotated", "environment": "PLAIN=annotated", "readOnlyRootFS": "true",
       "AC_APP_NAME": "annotated by somebody", "resource/memory": "1", "hostname": "annotated"}
      """;

  private static final Company APPS = new Company("apps");

  static final List<Scenario> ALL = List.of(scenario());

  private ExecutionEnvironment() {}

  private static Scenario scenario() {
    return Scenario.of(
            "environment", "variables and working directories", ExecutionEnvironment::play)
        .expecting("path", "environment-has-path", variable("PATH", PATH))
        .expecting(
            "app-name", "environment-has-ac-app-name", variable("AC_APP_NAME", Furnished.NAME))
        .expecting(
            "metadata-url",
            "environment-has-ac-metadata-url",
            scene -> metadataUrl(scene, APPS.main(scene, Furnished.NAME)),
            "metadata-service")
        .expecting(
            "container",
            "environment-has-container",
            scene -> container(APPS.main(scene, Furnished.NAME)))
        .expecting("user", "environment-has-user", variable("USER", Furnished.CAPTAIN))
        .expecting("logname", "environment-has-logname", variable("LOGNAME", Furnished.CAPTAIN))
        .expecting("home", "environment-has-home", variable("HOME", Furnished.HOME))
        .expecting("shell", "environment-has-shell", variable("SHELL", Furnished.SHELL))
        .expecting(
            "handlers-have-it-too",
            "environment-of-handlers-has-what-apps-have",
            ExecutionEnvironment::ofHandlers,
            "lifecycle-handlers")
        .expecting(
            "variables-of-the-app",
            "environment-has-the-variables-of-the-app",
            scene -> variables(scene, SIMPLE))
        .expecting(
            "not-evaluated",
            "environment-values-are-not-evaluated",
            scene -> variables(scene, SPECIAL))
        .expecting(
            "root-by-default",
            "working-directory-is-the-root-by-default",
            scene -> in("/", APPS.main(scene, Furnished.NAME)))
        .expecting(
            "directory-of-the-app",
            "working-directory-is-that-of-the-app",
            scene -> in(Furnished.WORK, APPS.main(scene, DIRECTORY)))
        .expecting(
            "directory-of-handlers",
            "working-directory-is-that-of-handlers-too",
            ExecutionEnvironment::directoryOfHandlers,
            "lifecycle-handlers")
        .expecting(
            "directory-of-a-dependency",
            "working-directory-may-come-from-a-dependency-or-volume",
            scene -> in(BROUGHT, APPS.main(scene, OF_DEPENDENCY)),
            "dependencies")
        .expecting(
            "directory-of-a-volume",
            "working-directory-may-come-from-a-dependency-or-volume",
            scene -> in(MOUNTED, APPS.main(scene, OF_VOLUME)),
            "volumes",
            "volume/host")
        .expecting(
            "missing-directory",
            "missing-working-directories-fail-the-app",
            ExecutionEnvironment::missing)
        .expecting(
            "annotations-of-the-pod",
            "user-annotations-do-not-affect-execution",
            scene -> unaffected(scene, Furnished.NAME))
        .expecting(
            "annotations-of-the-app",
            "user-annotations-do-not-affect-execution",
            scene -> unaffected(scene, ANNOTATED))
        .expecting(
            "labels-of-the-pod",
            "user-labels-do-not-affect-execution",
            scene -> unaffected(scene, Furnished.NAME))
        .expecting(
            "labels-of-the-app",
            "user-labels-do-not-affect-execution",
            scene -> unaffected(scene, ANNOTATED));
  }

  // --- what is done

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    SpecVersion version = stage.version();
    boolean hasDirectories = version.compareTo(WITH_DIRECTORIES) >= 0;
    boolean hasLabels = version.compareTo(WITH_USER_LABELS) >= 0;
    boolean hasAccount = version.compareTo(WITHOUT_ACCOUNT) < 0;
    boolean mounts = stage.can("volumes") && stage.can("volume/host");

    List<ProbeApp> apps = new ArrayList<>();
    apps.add(
        described(
            stage,
            hasAccount
                ? app(Furnished.NAME).as(Furnished.CAPTAIN, Furnished.CAPTAIN)
                : app(Furnished.NAME),
            hasAccount ? SIMPLE : all()));
    if (hasDirectories) {
      apps.add(handled(stage, app(DIRECTORY).in(Furnished.WORK)));
    }
    if (hasDirectories && stage.can("dependencies")) {
      stage.tryImport(
          "dependency",
          ProbeImage.named("example.com/brought")
              .having(BROUGHT, Item.directory(0755))
              .withoutProbe());
      ProbeImage image =
          ProbeImage.named("depends").dependingOn(Dependency.on("example.com/brought"));
      apps.add(ProbeApp.of(OF_DEPENDENCY, image, "cwd").in(BROUGHT));
    }
    if (hasDirectories && mounts) {
      apps.add(
          ProbeApp.of(OF_VOLUME, Furnished.IMAGE, "cwd")
              .mounting("work", "work", MOUNTED)
              .in(MOUNTED));
    }
    if (hasLabels) {
      apps.add(
          described(stage, app(ANNOTATED), all())
              .telling("userAnnotations", MISLEADING)
              .telling("userLabels", MISLEADING));
    }
    String source = stage.directory().toString();
    APPS.run(
        stage,
        pod -> {
          boolean isMounted = pod.apps().stream().anyMatch(it -> it.name().equals(OF_VOLUME));
          ProbePod whole = isMounted ? pod.sharing(ProbePod.Volume.host("work", source)) : pod;
          return hasLabels
              ? whole.with("userAnnotations", MISLEADING).with("userLabels", MISLEADING)
              : whole;
        },
        apps);
    if (hasDirectories) {
      stage.tryRun(ProbePod.of(MISSING, app(DIRECTORY).in("/srv/missing")));
    }
  }

  private static ProbeApp app(String name) {
    return ProbeApp.of(
        name, Furnished.IMAGE, "env", "cwd", "ids", "root", "hostname", "file " + Handler.TRACE);
  }

  private static ProbeApp described(Stage stage, ProbeApp app, Map<String, String> variables) {
    ProbeApp with = app;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      with = with.with(variable.getKey(), variable.getValue());
    }
    return handled(stage, with);
  }

  private static ProbeApp handled(Stage stage, ProbeApp app) {
    return stage.can("lifecycle-handlers")
        ? app.before("create " + Handler.TRACE, "env", "cwd").after("env", "cwd")
        : app;
  }

  private static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>(SIMPLE);
    all.putAll(SPECIAL);
    return all;
  }

  // --- how it is judged

  private static Judgement variable(String name, String value) {
    return scene -> holds(APPS.main(scene, Furnished.NAME), name, value);
  }

  private static Outcome holds(Observations seen, String name, String value)
      throws UnseenException {
    return holds(seen, name, "%s=%s".formatted(name, value), raw(value)::equals);
  }

  /** Bytes, as the probe tells them. */
  private static String raw(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static Outcome holds(
      Observations seen, String name, String expected, Predicate<String> isRight)
      throws UnseenException {
    Observation end = seen.one("env");
    Optional<Observation> found = seen.first("variable", "name", name);
    if (found.isEmpty()) {
      return new Outcome.Failed(
          expected,
          "no %s among the %d variables".formatted(name, end.number("count")),
          Judgement.lines(end));
    }
    String value = found.get().text("value");
    return Judgement.when(
        isRight.test(value), expected, "%s=%s".formatted(name, value), found.get());
  }

  private static Outcome variables(Scene scene, Map<String, String> expected)
      throws UnseenException {
    Observations main = APPS.main(scene, Furnished.NAME);
    List<Outcome> outcomes = new ArrayList<>();
    for (Map.Entry<String, String> variable : expected.entrySet()) {
      outcomes.add(holds(main, variable.getKey(), variable.getValue()));
    }
    return Judgement.all(outcomes);
  }

  private static Outcome metadataUrl(Scene scene, Observations seen) throws UnseenException {
    boolean hasScheme = scene.version().compareTo(WITH_SCHEME) >= 0;
    return holds(
        seen,
        "AC_METADATA_URL",
        "AC_METADATA_URL is a URL",
        value -> URL.matcher(value).matches() && (!hasScheme || value.startsWith("http")));
  }

  private static Outcome container(Observations seen) throws UnseenException {
    return holds(seen, "container", "container is a name", value -> !value.isEmpty());
  }

  private static Outcome ofHandlers(Scene scene) throws UnseenException {
    Outcome before =
        preStart(scene, Furnished.NAME)
            .judge(Furnished.NAME, seen -> whatAppsHave(scene, "pre-start", seen));
    Observations after = APPS.app(scene, Furnished.NAME).seen("post");
    // Whether it is executed after an app that has ended by itself is another matter.
    return after.began() ? Judgement.all(before, whatAppsHave(scene, "post-stop", after)) : before;
  }

  private static Outcome whatAppsHave(Scene scene, String handler, Observations seen)
      throws UnseenException {
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.add(holds(seen, "PATH", PATH));
    outcomes.add(holds(seen, "AC_APP_NAME", Furnished.NAME));
    if (scene.runtime().capabilities().contains("metadata-service")) {
      outcomes.add(metadataUrl(scene, seen));
    }
    if (scene.version().compareTo(WITH_CONTAINER) >= 0) {
      outcomes.add(container(seen));
    }
    if (scene.version().compareTo(WITHOUT_ACCOUNT) < 0) {
      outcomes.add(holds(seen, "USER", Furnished.CAPTAIN));
      outcomes.add(holds(seen, "LOGNAME", Furnished.CAPTAIN));
      outcomes.add(holds(seen, "HOME", Furnished.HOME));
      outcomes.add(holds(seen, "SHELL", Furnished.SHELL));
    }
    Outcome all = Judgement.all(outcomes);
    return all instanceof Outcome.Failed failed
        ? new Outcome.Failed(
            "in the %s handler: %s".formatted(handler, failed.expected()),
            failed.observed(),
            failed.evidence())
        : all;
  }

  private static Handler preStart(Scene scene, String app) throws UnseenException {
    return new Handler(
        "pre-start",
        APPS.app(scene, app).seen("pre"),
        APPS.main(scene, app).one("file", "path", Handler.TRACE).is("ok"));
  }

  private static Outcome in(String directory, Observations seen) throws UnseenException {
    Observation cwd = seen.one("cwd");
    return Judgement.equal(
        "working directory", directory, cwd.is("ok") ? cwd.text("path") : "none", cwd);
  }

  private static Outcome directoryOfHandlers(Scene scene) throws UnseenException {
    Outcome before = preStart(scene, DIRECTORY).judge(DIRECTORY, seen -> in(Furnished.WORK, seen));
    Observations after = APPS.app(scene, DIRECTORY).seen("post");
    return after.began() ? Judgement.all(before, in(Furnished.WORK, after)) : before;
  }

  private static Outcome missing(Scene scene) throws UnseenException {
    Outcome control = in(Furnished.WORK, APPS.main(scene, DIRECTORY));
    if (!(control instanceof Outcome.Passed)) {
      return control;
    }
    return NotExecuted.judge(
        scene.pod(MISSING), DIRECTORY, "an app is not executed whose directory does not exist");
  }

  /** Whether an app is executed as its manifest says, whatever annotations and labels say. */
  private static Outcome unaffected(Scene scene, String app) throws UnseenException {
    Observations main = APPS.main(scene, app);
    Observation ids = main.one("ids");
    Observation root = main.one("root");
    Observation host = main.one("hostname");
    return Judgement.all(
        Judgement.equal("user and group", "0 0", ids.text("uid") + " " + ids.text("gid"), ids),
        in("/", main),
        holds(main, "PLAIN", SIMPLE.getOrDefault("PLAIN", "")),
        holds(
            main,
            "AC_APP_NAME",
            "AC_APP_NAME is the name of the app",
            value -> !value.contains("annotated by")),
        Judgement.when(
            root.is("writable"),
            "the rootfs can be written to",
            root.is("writable") ? "written to the rootfs" : "nothing can be written",
            root),
        Judgement.when(
            !host.has("hostname", ANNOTATED),
            "the host name is not from an annotation",
            "host name: " + host.text("hostname"),
            host));
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
