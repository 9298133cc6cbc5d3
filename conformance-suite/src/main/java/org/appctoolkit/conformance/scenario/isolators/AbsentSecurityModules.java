package org.appctoolkit.conformance.scenario.isolators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/** Isolators of SELinux and AppArmor on hosts without them, where executors may ignore them. */
final class AbsentSecurityModules {
  private static final ProbeImage IMAGE = ProbeImage.named("example.com/labelled");
  private static final SpecVersion WITH_APPARMOR = new SpecVersion(0, 8, 11);
  private static final String APP = "app";
  private static final String PLAIN = "plain";
  private static final String SELINUX = "selinux";
  private static final String APPARMOR = "apparmor";

  static final List<Scenario> ALL =
      List.of(
          Scenario.of(
                  "absent-security-modules",
                  "pods with labels that the host knows nothing of",
                  AbsentSecurityModules::play)
              .since(0, 8, 9)
              .expecting(
                  "selinux-context-is-ignored",
                  "selinux-context-does-not-keep-pods-from-running",
                  scene -> executed(scene, SELINUX))
              .expecting(
                  "apparmor-profile-is-ignored",
                  "apparmor-profile-does-not-keep-pods-from-running",
                  scene -> executed(scene, APPARMOR)));

  private AbsentSecurityModules() {}

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    ProbeApp app = ProbeApp.of(APP, IMAGE);
    stage.run(ProbePod.of(PLAIN, app));
    if (Files.exists(Path.of("/sys/fs/selinux/enforce"))) {
      stage.note(SELINUX, "yes");
    } else {
      stage.tryRun(
          ProbePod.of(
              SELINUX,
              app.isolated(
                  "os/linux/selinux-context",
                  "{\"user\":\"system_u\",\"role\":\"system_r\",\"type\":\"svirt_t\","
                      + "\"level\":\"s0\"}")));
    }
    if (HostFile.text(Path.of("/sys/module/apparmor/parameters/enabled")).startsWith("Y")) {
      stage.note(APPARMOR, "yes");
    } else if (stage.version().compareTo(WITH_APPARMOR) >= 0) {
      stage.tryRun(
          ProbePod.of(
              APPARMOR,
              app.isolated(
                  "os/linux/apparmor-profile", ApparmorProfiles.value("example-profile"))));
    }
  }

  private static Outcome executed(Scene scene, String module) throws UnseenException {
    scene.pod(PLAIN).app(APP).main().requireBegun();
    if (scene.facts().containsKey(module)) {
      return new Outcome.Skipped("the host has it");
    }
    if (Seen.isRefused(scene.pod(module))) {
      return new Outcome.Skipped("the runtime refuses what the host does not have, as it may");
    }
    return new Outcome.Passed(
        "the pod is executed", List.of(scene.pod(module).app(APP).main().one("begin").line()));
  }
}
