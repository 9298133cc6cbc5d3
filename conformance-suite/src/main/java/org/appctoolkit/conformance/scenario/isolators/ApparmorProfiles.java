package org.appctoolkit.conformance.scenario.isolators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/**
 * Profiles of AppArmor, on hosts that have it. Tried is one that only complains, so that the probe
 * can do its work, and {@code unconfined}, which is always there.
 */
final class ApparmorProfiles {
  private static final String ISOLATOR = "os/linux/apparmor-profile";
  private static final ProbeImage IMAGE = ProbeImage.named("example.com/apparmor");
  private static final String POD = "profiles";
  private static final String OF_POD = "of-pod";
  private static final String OF_APP = "of-app";
  private static final String UNKNOWN = "unknown";
  private static final String HOST = "apparmor";
  private static final String PROFILE = "profile";
  private static final String UNCONFINED = "unconfined";
  private static final String COMPLAINING = " (complain)";
  private static final String OWN = "/proc/self/attr/current";

  static final List<Scenario> ALL =
      List.of(
          Scenario.of("apparmor-profile", "a pod and an app with profiles", ApparmorProfiles::play)
              .since(0, 8, 11)
              .needing("multi-app", "isolator/" + ISOLATOR)
              .expecting("of-a-pod", "apparmor-profile-is-applied", scene -> profile(scene, OF_POD))
              .expecting(
                  "app-before-pod",
                  "apparmor-profile-of-an-app-wins",
                  scene -> Judgement.all(profile(scene, OF_APP), profile(scene, OF_POD)))
              .expecting(
                  "unknown-is-refused",
                  "unknown-apparmor-profiles-are-refused",
                  ApparmorProfiles::refused));

  private ApparmorProfiles() {}

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    if (!HostFile.text(Path.of("/sys/module/apparmor/parameters/enabled")).startsWith("Y")) {
      return;
    }
    stage.note(HOST, "yes");
    Optional<String> profile = complaining();
    profile.ifPresent(it -> stage.note(PROFILE, it));
    String read = "read " + OWN;
    stage.run(
        ProbePod.of(
                POD,
                ProbeApp.of(OF_POD, IMAGE, read),
                ProbeApp.of(OF_APP, IMAGE, read).isolated(ISOLATOR, value(UNCONFINED)))
            .isolated(ISOLATOR, value(profile.orElse(UNCONFINED))));
    stage.tryRun(
        ProbePod.of(UNKNOWN, ProbeApp.of(OF_POD, IMAGE, read))
            .isolated(ISOLATOR, value("appc-conformance-has-no-such-profile")));
  }

  /** A profile that the host has and that allows everything. */
  private static Optional<String> complaining() throws IOException {
    return HostFile.text(Path.of("/sys/kernel/security/apparmor/profiles"))
        .lines()
        .filter(it -> it.matches("[A-Za-z0-9/_.-]+ \\(complain\\)"))
        .map(it -> it.substring(0, it.length() - COMPLAINING.length()))
        .findFirst();
  }

  static String value(String profile) {
    return "{\"profile\":\"%s\"}".formatted(profile);
  }

  private static Outcome profile(Scene scene, String app) throws UnseenException {
    if (!scene.facts().containsKey(HOST)) {
      return new Outcome.Skipped("the host has no AppArmor");
    }
    if (!scene.facts().containsKey(PROFILE)) {
      return new Outcome.Skipped("the host has no profile that only complains");
    }
    Observation seen = scene.pod(POD).app(app).main().one("read", "path", OWN);
    return Judgement.equal(
        "profile of app " + app,
        app.equals(OF_POD) ? scene.fact(PROFILE) + COMPLAINING : UNCONFINED,
        Seen.success(seen).text("content").replace("\0", "").strip(),
        seen);
  }

  private static Outcome refused(Scene scene) throws UnseenException {
    if (!scene.facts().containsKey(HOST)) {
      return new Outcome.Skipped("the host has no AppArmor");
    }
    scene.pod(POD).app(OF_POD).main().requireBegun();
    PodRecord unknown = scene.pod(UNKNOWN);
    boolean refused = Seen.isRefused(unknown);
    return Judgement.when(
        refused,
        "a pod with a profile that the host does not have is not executed",
        refused ? "it is not executed" : "it is executed",
        List.of());
  }
}
