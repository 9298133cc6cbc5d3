package org.appctoolkit.conformance.scenario.isolators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/**
 * Contexts of SELinux, on hosts that have it. Asked for are user, role and type of the suite
 * itself, which the policy of the host is sure to know, with levels of their own.
 */
final class SelinuxContexts {
  private static final String ISOLATOR = "os/linux/selinux-context";
  private static final ProbeImage IMAGE = ProbeImage.named("example.com/selinux");
  private static final String POD = "contexts";
  private static final String OF_POD = "of-pod";
  private static final String OF_APP = "of-app";
  private static final String SUITE = "context";
  private static final String POD_LEVEL = "s0:c101,c102";
  private static final String APP_LEVEL = "s0:c103,c104";
  private static final String OWN = "/proc/self/attr/current";

  static final List<Scenario> ALL =
      List.of(
          Scenario.of("selinux-context", "a pod and an app with contexts", SelinuxContexts::play)
              .since(0, 8, 9)
              .needing("multi-app", "isolator/" + ISOLATOR)
              .expecting(
                  "of-an-app",
                  "selinux-context-is-applied",
                  scene -> context(scene, OF_APP, "main", APP_LEVEL))
              .expecting(
                  "of-all-processes-of-the-pod",
                  "selinux-context-of-a-pod-is-that-of-all-its-processes",
                  scene ->
                      Judgement.all(
                          context(scene, OF_POD, "main", POD_LEVEL),
                          context(scene, OF_POD, "child", POD_LEVEL)))
              .expecting(
                  "app-before-pod",
                  "selinux-context-of-an-app-wins",
                  scene ->
                      Judgement.all(
                          context(scene, OF_APP, "main", APP_LEVEL),
                          context(scene, OF_POD, "main", POD_LEVEL))));

  private SelinuxContexts() {}

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    String[] own = suite();
    if (own.length < 3) {
      return;
    }
    stage.note(SUITE, String.join(":", own[0], own[1], own[2]));
    String[] actions = {"read " + OWN, "fork child", "read " + OWN, "end-fork", "wait 10000"};
    stage.run(
        ProbePod.of(
                POD,
                ProbeApp.of(OF_POD, IMAGE, actions),
                ProbeApp.of(OF_APP, IMAGE, actions).isolated(ISOLATOR, value(own, APP_LEVEL)))
            .isolated(ISOLATOR, value(own, POD_LEVEL)));
  }

  /** The parts of the suite's own context; none without SELinux. */
  private static String[] suite() throws IOException {
    return Files.exists(Path.of("/sys/fs/selinux/enforce"))
        ? HostFile.text(Path.of(OWN)).split(":", 4)
        : new String[0];
  }

  private static String value(String[] own, String level) {
    return "{\"user\":\"%s\",\"role\":\"%s\",\"type\":\"%s\",\"level\":\"%s\"}"
        .formatted(own[0], own[1], own[2], level);
  }

  private static Outcome context(Scene scene, String app, String who, String level)
      throws UnseenException {
    if (!scene.facts().containsKey(SUITE)) {
      return new Outcome.Skipped("the host has no SELinux");
    }
    Observation seen = scene.pod(POD).app(app).seen(who).one("read", "path", OWN);
    return Judgement.equal(
        "context of %s of app %s".formatted(who, app),
        scene.fact(SUITE) + ":" + level,
        Seen.success(seen).text("content").replace("\0", "").strip(),
        seen);
  }
}
