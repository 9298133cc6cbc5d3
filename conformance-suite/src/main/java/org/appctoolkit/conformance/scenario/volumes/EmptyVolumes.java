package org.appctoolkit.conformance.scenario.volumes;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.LivePod;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/**
 * Volumes of the kind {@code empty}: directories that a pod shares, or before 0.7.0 nothing but a
 * directory in the rootfs of an app.
 */
final class EmptyVolumes {
  private static final String POD = "pod";
  private static final String AGAIN = "again";
  private static final String FIRST = "first";
  private static final String SECOND = "second";
  private static final String LEFT = "left-by-the-first";
  private static final String ROOTLESS = "rootless";
  private static final String MOST_MILLISECONDS = "60000";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final SpecVersion OWNERS = new SpecVersion(0, 7, 2);
  private static final SpecVersion MODES_ARE_TEXT = new SpecVersion(0, 8, 0);

  /** As a number it may be meant as one, or as its digits. */
  private static final int MODE = 770;

  private static final int USER = 1234;
  private static final int GROUP = 5678;

  static final List<Scenario> ALL = List.of(shared(), own());

  private EmptyVolumes() {}

  // --- from 0.7.0 on

  private static Scenario shared() {
    return Scenario.of(
            "empty-volumes", "an empty directory that two apps share", EmptyVolumes::playShared)
        .needing("volume/empty", "multi-app")
        .since(0, 7, 0)
        .expecting(
            "empty-at-the-beginning",
            "empty-volumes-are-empty",
            scene ->
                Judgement.all(
                    empty(first(scene), "/scratch"),
                    empty(first(scene), "/owned"),
                    empty(scene.pod(AGAIN).app(FIRST).main(), "/scratch")))
        .expecting(
            "one-directory-for-two-apps",
            "empty-volumes-are-shared-by-apps",
            scene ->
                Judgement.all(
                    Sights.done(first(scene), "create", "/scratch/left"),
                    Sights.content(second(scene), "/other/left", LEFT)))
        .expecting(
            "there-after-the-end-of-an-app",
            "empty-volumes-last-as-long-as-the-pod",
            EmptyVolumes::lasting)
        .expecting(
            "mode-by-default",
            "empty-volumes-have-mode-0755-by-default",
            scene -> Sights.mode(first(scene), "/scratch", "0755"))
        .expecting(
            "owner-by-default",
            "empty-volumes-belong-to-root-by-default",
            scene -> Sights.owner(first(scene), "/scratch", 0, 0))
        .expecting("mode", "empty-volumes-have-their-mode", EmptyVolumes::mode)
        .expecting("user", "empty-volumes-have-their-user", scene -> owner(scene, "uid", USER))
        .expecting("group", "empty-volumes-have-their-group", scene -> owner(scene, "gid", GROUP));
  }

  private static void playShared(Stage stage)
      throws RefusedException, DriverException, UnseenException, IOException, InterruptedException {
    ProbeImage image =
        ProbeImage.named("example.org/empty-volumes")
            .having("/scratch", ProbeImage.Item.directory(0755))
            .having("/owned", ProbeImage.Item.directory(0755))
            .having("/other", ProbeImage.Item.directory(0755));
    ProbeApp first =
        ProbeApp.of(
                FIRST,
                image,
                "list /scratch",
                "list /owned",
                "file /scratch",
                "file /owned",
                "create /scratch/left " + LEFT)
            .mounting("scratch", "scratch", "/scratch")
            .mounting("owned", "owned", "/owned");
    ProbeApp second =
        ProbeApp.of(
                SECOND,
                image,
                "await-file /other/left " + MOST_MILLISECONDS,
                "read /other/left",
                "serve-until TERM " + MOST_MILLISECONDS,
                "hash /other/left")
            .mounting("scratch", "other", "/other");
    ProbePod.Volume owned = ProbePod.Volume.empty("owned");
    if (stage.version().compareTo(OWNERS) >= 0) {
      boolean text = stage.version().compareTo(MODES_ARE_TEXT) >= 0;
      owned = owned.with("mode", text ? "\"0" + MODE + "\"" : Integer.toString(MODE));
      if (!stage.can(ROOTLESS)) {
        owned = owned.with("uid", Integer.toString(USER)).with("gid", Integer.toString(GROUP));
      }
    }
    LivePod live =
        stage.start(
            ProbePod.of(POD, first, second)
                .sharing(ProbePod.Volume.empty("scratch"))
                .sharing(owned));
    live.awaitSight(FIRST, "main", "end", PATIENCE);
    live.awaitSight(SECOND, "main", "serving", PATIENCE);
    live.stop();
    stage.run(ProbePod.of(AGAIN, first).sharing(ProbePod.Volume.empty("scratch")).sharing(owned));
  }

  private static Observations first(Scene scene) throws UnseenException {
    return scene.pod(POD).app(FIRST).main();
  }

  private static Observations second(Scene scene) throws UnseenException {
    return scene.pod(POD).app(SECOND).main();
  }

  private static Outcome empty(Observations seen, String path) throws UnseenException {
    Observation list = seen.one("list", "path", path);
    List<String> names =
        seen.every("entry").stream()
            .filter(it -> it.has("directory", path))
            .map(it -> String.valueOf(it.values().get("name")))
            .toList();
    return Judgement.when(
        list.is("ok") && list.is("all") && list.number("count") == 0,
        path + " is an empty directory",
        list.is("ok")
            ? "%s has %s".formatted(path, names.isEmpty() ? "nothing" : names)
            : "%s cannot be listed: %s".formatted(path, list.text("error")),
        list);
  }

  private static Outcome lasting(Scene scene) throws UnseenException {
    first(scene).one("end");
    Observation later = second(scene).one("hash", "path", "/other/left");
    return Judgement.when(
        later.is("ok") && later.number("size") == LEFT.length(),
        "/other/left is there after the end of the app that has written it",
        later.is("ok")
            ? "/other/left has %d bytes".formatted(later.number("size"))
            : "/other/left is gone: " + later.text("error"),
        later);
  }

  private static Outcome mode(Scene scene) throws UnseenException {
    String asDigits = "0" + MODE;
    String asNumber = "%04o".formatted(MODE);
    boolean text = scene.version().compareTo(MODES_ARE_TEXT) >= 0;
    Outcome outcome = Sights.mode(first(scene), "/owned", asDigits);
    return text || outcome instanceof Outcome.Passed
        ? outcome
        : Sights.mode(first(scene), "/owned", asNumber);
  }

  private static Outcome owner(Scene scene, String key, long value) throws UnseenException {
    return scene.runtime().capabilities().contains(ROOTLESS)
        ? new Outcome.Skipped("without root nothing can be given to another user")
        : Sights.field(first(scene), "/owned", key, value);
  }

  // --- up to 0.6.1

  private static Scenario own() {
    return Scenario.of(
            "empty-volumes-of-apps",
            "a directory in the rootfs of each of two apps",
            EmptyVolumes::playOwn)
        .needing("volume/empty", "volume/host", "multi-app")
        .since(0, 3, 0)
        .expecting(
            "path-is-made",
            "empty-volumes-make-the-path",
            scene ->
                Judgement.all(
                    isDirectory(first(scene), "/made/scratch"),
                    isDirectory(second(scene), "/made/scratch")))
        .expecting(
            "writes-stay-in-the-app",
            "writes-to-empty-volumes-stay-in-the-app",
            scene ->
                Judgement.all(
                    alone(first(scene), "of-first", "of-second"),
                    alone(second(scene), "of-second", "of-first")));
  }

  private static void playOwn(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    HostFiles host = new HostFiles(stage);
    stage.run(
        ProbePod.of(POD, writing(FIRST, "of-first"), writing(SECOND, "of-second"))
            .sharing(ProbePod.Volume.empty("scratch"))
            .sharing(ProbePod.Volume.host("meeting", host.directory("meeting"))));
  }

  private static ProbeApp writing(String app, String file) {
    return ProbeApp.of(
            app,
            ProbeImage.named("example.org/empty-volumes")
                .having("/meeting", ProbeImage.Item.directory(0755)),
            "file /made/scratch",
            "create /made/scratch/" + file + " text",
            "meet /meeting %s 2 %s".formatted(app, MOST_MILLISECONDS),
            "list /made/scratch")
        .mounting("scratch", "scratch", "/made/scratch")
        .mounting("meeting", "meeting", "/meeting");
  }

  private static Outcome isDirectory(Observations seen, String path) throws UnseenException {
    Observation file = seen.one("file", "path", path);
    return Judgement.when(
        file.is("ok") && file.has("type", "directory"),
        path + " is a directory",
        path + (file.is("ok") ? " is a " + file.text("type") : ": " + file.text("error")),
        file);
  }

  private static Outcome alone(Observations seen, String own, String other) throws UnseenException {
    if (!seen.one("meet").is("ok")) {
      return new Outcome.Errored(
          "the apps have not met, which would have shown that both have written",
          List.of(seen.one("meet").line()));
    }
    Observation list = seen.one("list", "path", "/made/scratch");
    List<String> names =
        seen.every("entry").stream().map(it -> String.valueOf(it.values().get("name"))).toList();
    return Judgement.when(
        list.is("ok") && list.is("all") && names.contains(own) && !names.contains(other),
        "/made/scratch has %s, and not %s".formatted(own, other),
        "/made/scratch has " + names,
        list);
  }
}
