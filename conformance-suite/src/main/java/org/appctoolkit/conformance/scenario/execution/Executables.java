package org.appctoolkit.conformance.scenario.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/** What is executed: {@code exec}, and the app of the pod in place of the one in the image. */
final class Executables {
  private static final SpecVersion NOT_EVALUATED = new SpecVersion(0, 5, 2);
  private static final SpecVersion SOUGHT_IN_PATH = new SpecVersion(0, 7, 2);
  private static final SpecVersion SHARED_IMAGES = new SpecVersion(0, 5, 0);
  private static final SpecVersion APPS_IN_PODS = new SpecVersion(0, 4, 0);

  private static final String ARGUMENTS = "arguments";
  private static final String SOUGHT = "sought";
  private static final String RELATIVE = "relative";
  private static final String REPLACED = "replaced";
  private static final String ONE = "worker-one";
  private static final String OTHER = "worker-other";
  private static final String FROM_IMAGE = Furnished.OPEN + "/from-the-image";

  private static final List<String> PLAIN = List.of("plain", "--flag=value", "-x");

  /** What a shell would change. */
  static final List<String> SPECIAL =
      List.of(
          "two words",
          "  blanks  ",
          "",
          "$HOME ${PATH} $(id) `id` $$",
          "*",
          "\"double\" 'single' \\ \\n",
          "~ ; | & < > #",
          "%h %%");

  private static final Company APPS = new Company("apps");

  static final List<Scenario> ALL = List.of(scenario());

  private Executables() {}

  private static Scenario scenario() {
    return Scenario.of("exec", "what is executed, with which arguments", Executables::play)
        .expecting(
            "arguments",
            "exec-is-executed-with-its-arguments",
            scene -> arguments(APPS.main(scene, ARGUMENTS), 5, PLAIN))
        .expecting(
            "not-evaluated",
            "exec-is-not-evaluated",
            scene -> arguments(APPS.main(scene, ARGUMENTS), 5 + PLAIN.size(), SPECIAL))
        .expecting(
            "sought-in-path",
            "exec-without-a-slash-is-sought-in-path",
            scene -> executed(scene, SOUGHT, "/usr/bin/finder is executed"))
        .expecting(
            "not-sought-with-a-slash",
            "exec-with-a-slash-is-not-sought-in-path",
            scene -> executed(scene, RELATIVE, "/srv/work/tools/finder is executed"))
        .expecting(
            "app-of-the-pod", "app-of-the-pod-replaces-that-of-the-image", Executables::replaced)
        .expecting(
            "shared-image", "apps-may-share-an-image", Executables::sharedImage, "multi-app");
  }

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    SpecVersion version = stage.version();
    List<ProbeApp> apps = new ArrayList<>();
    List<String> words = new ArrayList<>(List.of("arguments", "exit 0"));
    words.addAll(PLAIN);
    if (version.compareTo(NOT_EVALUATED) >= 0) {
      words.addAll(SPECIAL);
    }
    apps.add(ProbeApp.of(ARGUMENTS, Furnished.IMAGE, words.toArray(String[]::new)));
    if (version.compareTo(APPS_IN_PODS) >= 0) {
      ProbeApp ofImage =
          ProbeApp.of("any", Furnished.IMAGE, "env")
              .before("create " + FROM_IMAGE)
              .with("SET_BY", "image")
              .with("ONLY_IN_IMAGE", "yes")
              .in(Furnished.WORK)
              .as("4242", "4343");
      ProbeImage image = Furnished.IMAGE.running(ofImage);
      apps.add(
          ProbeApp.of(REPLACED, image, "env", "cwd", "ids", "file " + FROM_IMAGE)
              .with("SET_BY", "pod"));
    }
    if (version.compareTo(SHARED_IMAGES) >= 0 && stage.can("multi-app")) {
      apps.add(ProbeApp.of(ONE, Furnished.IMAGE, "arguments", "exit 0", "of-one"));
      apps.add(ProbeApp.of(OTHER, Furnished.IMAGE, "arguments", "exit 0", "of-other"));
    }
    if (version.compareTo(SOUGHT_IN_PATH) >= 0) {
      apps.add(ProbeApp.of(SOUGHT, Furnished.IMAGE).executing(Furnished.FINDER, "$NONCE", "main"));
      apps.add(
          ProbeApp.of(RELATIVE, Furnished.IMAGE)
              .executing(Furnished.RELATIVE_FINDER, "$NONCE", "main")
              .in(Furnished.WORK));
    }
    APPS.run(stage, UnaryOperator.identity(), apps);
  }

  /** Whether arguments stand from a place on; executors may append more. */
  static Outcome arguments(Observations seen, int from, List<String> expected)
      throws UnseenException {
    Observation end = seen.one("arguments");
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      int index = from + i;
      Optional<Observation> argument = seen.first("argument", "index", index);
      outcomes.add(
          argument.isEmpty()
              ? new Outcome.Failed(
                  "argument %d: '%s'".formatted(index, expected.get(i)),
                  "only %d arguments".formatted(end.number("count")),
                  Judgement.lines(end))
              : Judgement.equal(
                  "argument %d".formatted(index),
                  "'%s'".formatted(expected.get(i)),
                  "'%s'".formatted(argument.get().text("value")),
                  argument.get()));
    }
    return Judgement.all(outcomes);
  }

  private static Outcome executed(Scene scene, String app, String expected) throws UnseenException {
    // Whatever else has the name is no program and can say nothing.
    Observations control = APPS.main(scene, ARGUMENTS);
    Optional<Observation> begun = APPS.app(scene, app).main().first("begin");
    return begun
        .map(it -> Judgement.when(true, expected, expected, it))
        .orElseGet(
            () ->
                new Outcome.Failed(
                    expected,
                    "the probe was not executed, though it was in app " + ARGUMENTS,
                    control.all().stream().limit(1).map(Observation::line).toList()));
  }

  private static Outcome replaced(Scene scene) throws UnseenException {
    Observations main = APPS.main(scene, REPLACED);
    Observation setBy = main.one("variable", "name", "SET_BY");
    Observation variables = main.one("env");
    Optional<Observation> left = main.first("variable", "name", "ONLY_IN_IMAGE");
    Observation directory = main.one("cwd");
    Observation ids = main.one("ids");
    Observation file = main.one("file", "path", FROM_IMAGE);
    return Judgement.all(
        Judgement.equal("SET_BY", "pod", setBy.text("value"), setBy),
        Judgement.when(
            left.isEmpty(),
            "no variable that only the app of the image has",
            left.isEmpty() ? "none of its variables" : "ONLY_IN_IMAGE is there",
            left.orElse(variables)),
        Judgement.equal(
            "working directory", "/", directory.is("ok") ? directory.text("path") : "", directory),
        Judgement.equal("user", "0", ids.text("uid"), ids),
        Judgement.when(
            !file.is("ok"),
            "the pre-start handler of the image's app is not executed",
            file.is("ok") ? "it has left " + FROM_IMAGE : "its handler was not executed",
            file));
  }

  private static Outcome sharedImage(Scene scene) throws UnseenException {
    PodRecord one = APPS.pod(scene, ONE);
    PodRecord other = APPS.pod(scene, OTHER);
    Outcome together =
        Judgement.when(
            one.label().equals(other.label()),
            "a pod with both apps runs",
            one.label().equals(other.label())
                ? "one pod has both apps"
                : "refused: " + scene.pod("apps").refusal().orElse(""));
    return Judgement.all(
        together,
        arguments(APPS.main(scene, ONE), 5, List.of("of-one")),
        arguments(APPS.main(scene, OTHER), 5, List.of("of-other")));
  }
}
