package org.appctoolkit.conformance.scenario.volumes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
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
import org.appctoolkit.spec.SpecVersion;

/** What is mounted where, and what an executor must not mount: ace.md, "Volume Setup". */
final class VolumeTargets {
  private static final String APP = "app";
  private static final String MISSING_PATH = "missing-path";
  private static final String FILE_IN_THE_WAY = "file-in-the-way";

  private static final String CONTROL = "control";
  private static final String UNSATISFIED = "unsatisfied";
  private static final String MISSING_SOURCE = "missing-source";
  private static final String LINK = "link";
  private static final String LINK_ON_THE_WAY = "link-on-the-way";
  private static final String OVERLAP = "overlap";

  private static final String MARK = "the-volume";
  private static final String MISSING_IS_THERE = "missing-source-is-there";
  private static final SpecVersion VOLUMES_ARE_MOUNTED = new SpecVersion(0, 7, 0);

  static final List<Scenario> ALL = List.of(paths(), refusals());

  private VolumeTargets() {}

  // --- paths

  private static Scenario paths() {
    return Scenario.of(
            "volume-paths",
            "volumes where the image has nothing, or a file",
            VolumeTargets::playPaths)
        .needing("volume/host")
        .since(0, 7, 0)
        .expecting(
            "path-is-created",
            "missing-mount-paths-are-created",
            executed(MISSING_PATH, seen -> Sights.content(seen, "/made/by/runtime/mark", MARK)))
        .expecting(
            "parents-belong-to-root",
            "created-mount-paths-belong-to-root",
            executed(
                MISSING_PATH,
                seen ->
                    Judgement.all(
                        Sights.owner(seen, "/made", 0, 0), Sights.owner(seen, "/made/by", 0, 0))))
        .expecting(
            "parents-have-mode-0755",
            "created-mount-paths-have-mode-0755",
            executed(
                MISSING_PATH,
                seen ->
                    Judgement.all(
                        Sights.mode(seen, "/made", "0755"), Sights.mode(seen, "/made/by", "0755"))))
        .expecting(
            "file-gives-way",
            "files-at-mount-paths-give-way",
            executed(FILE_IN_THE_WAY, seen -> Sights.content(seen, "/work/mark", MARK)));
  }

  private static void playPaths(Stage stage)
      throws DriverException, IOException, InterruptedException {
    HostFiles host = new HostFiles(stage);
    String source = host.directory("source");
    host.write("source/mark", MARK);
    ProbePod.Volume volume = ProbePod.Volume.host("work", source);
    ProbeApp missing =
        ProbeApp.of(
                APP,
                ProbeImage.named("example.org/volume-paths"),
                "file /made",
                "file /made/by",
                "read /made/by/runtime/mark")
            .mounting("work", "work", "/made/by/runtime");
    stage.tryRun(ProbePod.of(MISSING_PATH, missing).sharing(volume));
    ProbeApp inTheWay =
        ProbeApp.of(
                APP,
                ProbeImage.named("example.org/volume-on-file")
                    .having("/work", ProbeImage.Item.file("a file", 0644)),
                "read /work/mark")
            .mounting("work", "work", "/work");
    stage.tryRun(ProbePod.of(FILE_IN_THE_WAY, inTheWay).sharing(volume));
  }

  /** Judges what an app has seen. */
  @FunctionalInterface
  private interface OfApp {
    Outcome judge(Observations seen) throws UnseenException;
  }

  /** Judges what the app of a pod has seen, which may not be refused. */
  private static Judgement executed(String label, OfApp judgement) {
    return scene -> {
      PodRecord pod = scene.pod(label);
      return pod.refusal().isPresent()
          ? new Outcome.Failed(
              "the pod is executed", "it was refused: " + pod.refusal().get(), List.of())
          : judgement.judge(pod.app(APP).main());
    };
  }

  // --- refusals

  private static Scenario refusals() {
    return Scenario.of(
            "volume-refusals", "pods whose volumes are not in order", VolumeTargets::playRefusals)
        .needing("volume/host")
        .since(0, 5, 0)
        .expecting(
            "mount-point-without-a-volume",
            "pods-are-executed-with-every-mount-point-satisfied",
            VolumeTargets::satisfied)
        .expecting(
            "missing-source",
            "missing-volume-sources-are-refused",
            scene -> refused(scene, MISSING_SOURCE, "whose source does not exist"))
        .expecting(
            "missing-source-is-not-created",
            "paths-on-the-host-are-not-created",
            VolumeTargets::notCreated)
        .expecting(
            "link-as-source",
            "symlinks-as-volume-sources-are-refused",
            scene -> refused(scene, LINK, "whose source is a symbolic link"))
        .expecting(
            "target-of-a-link",
            "targets-of-symlinks-are-not-mounted",
            VolumeTargets::targetNotMounted)
        .expecting(
            "link-on-the-way-to-a-source",
            "symlinks-on-the-way-to-volume-sources-are-refused",
            scene -> refused(scene, LINK_ON_THE_WAY, "whose source is behind a symbolic link"))
        .expecting(
            "one-path-below-another",
            "overlapping-mount-paths-are-refused",
            scene -> refused(scene, OVERLAP, "with volumes at /work and at /work/inner"));
  }

  private static void playRefusals(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    HostFiles host = new HostFiles(stage);
    host.directory("source/inner");
    host.write("source/mark", MARK);
    host.link("link", host.path("source"));
    host.directory("real");
    host.directory("real/source");
    host.directory("real/source/inner");
    host.write("real/source/mark", MARK);
    host.link("way", host.path("real"));
    String inner = host.directory("inner");
    // The control takes two volumes, too.
    String source = host.path("source");
    stage.run(two(CONTROL, source, inner, "/inner"));
    stage.tryRun(
        ProbePod.of(UNSATISFIED, app("/inner").pointing("more", "/more", false))
            .sharing(ProbePod.Volume.host("work", source))
            .sharing(ProbePod.Volume.host("inner", inner)));
    if (stage.version().compareTo(VOLUMES_ARE_MOUNTED) < 0) {
      return;
    }
    stage.tryRun(two(MISSING_SOURCE, host.path("missing"), inner, "/inner"));
    stage.note(MISSING_IS_THERE, host.has("missing") ? "yes" : "no");
    stage.tryRun(two(LINK, host.path("link"), inner, "/inner"));
    stage.tryRun(two(LINK_ON_THE_WAY, host.path("way/source"), inner, "/inner"));
    stage.tryRun(two(OVERLAP, source, inner, "/work/inner"));
  }

  private static ProbePod two(String label, String source, String inner, String at) {
    return ProbePod.of(label, app(at))
        .sharing(ProbePod.Volume.host("work", source))
        .sharing(ProbePod.Volume.host("inner", inner));
  }

  private static ProbeApp app(String at) {
    return ProbeApp.of(
            APP,
            ProbeImage.named("example.org/volume-refusals")
                .having("/work/inner", ProbeImage.Item.directory(0755))
                .having("/inner", ProbeImage.Item.directory(0755)),
            "read /work/mark",
            "file /more",
            "mounts")
        .mounting("work", "work", "/work")
        .mounting("inner", "inner", at);
  }

  /** What is wrong with the pod in which nothing is wrong; empty if it was executed. */
  private static Optional<Outcome> withoutControl(Scene scene) throws UnseenException {
    Outcome control = Sights.content(scene.pod(CONTROL).app(APP).main(), "/work/mark", MARK);
    return control instanceof Outcome.Passed ? Optional.empty() : Optional.of(control);
  }

  private static String refusal(PodRecord pod) {
    return pod.refusal().map(it -> "refused: " + it).orElseGet(pod::evidence);
  }

  private static Outcome refused(Scene scene, String label, String what) throws UnseenException {
    Optional<Outcome> broken = withoutControl(scene);
    if (broken.isPresent()) {
      return broken.get();
    }
    PodRecord pod = scene.pod(label);
    boolean declined = pod.wasDeclined();
    List<String> evidence = new ArrayList<>(List.of(pod.evidence()));
    if (!declined) {
      evidence.add(pod.app(APP).main().one("begin").line());
    }
    return Judgement.when(
        declined,
        "a pod with a volume %s is not executed".formatted(what),
        declined ? refusal(pod) : "its app was executed",
        evidence);
  }

  private static Outcome satisfied(Scene scene) throws UnseenException {
    Outcome refused = refused(scene, UNSATISFIED, "missing at /more");
    PodRecord pod = scene.pod(UNSATISFIED);
    if (!(refused instanceof Outcome.Failed) || pod.wasDeclined()) {
      return refused;
    }
    // The executor may have found a volume of its own for it.
    Observations seen = pod.app(APP).main();
    Observation file = seen.one("file", "path", "/more");
    Optional<Observation> mount = seen.first("mount", "point", "/more");
    Observation all = seen.one("mounts");
    boolean isMounted = mount.isPresent();
    boolean isThere = file.is("ok") && file.has("type", "directory");
    boolean holds =
        scene.version().compareTo(VOLUMES_ARE_MOUNTED) < 0 ? isThere : isThere && isMounted;
    return Judgement.when(
        holds,
        "a pod whose app has a mount point /more, for which there is no volume, is not executed, or"
            + " has a volume there that the executor has found",
        "it was executed, /more is %s"
            .formatted(
                isThere ? isMounted ? "a volume" : "a directory of its rootfs" : "not there"),
        file,
        all);
  }

  private static Outcome notCreated(Scene scene) throws UnseenException {
    Optional<Outcome> broken = withoutControl(scene);
    if (broken.isPresent()) {
      return broken.get();
    }
    boolean created = scene.fact(MISSING_IS_THERE).equals("yes");
    return Judgement.when(
        !created,
        "a source that does not exist is not there afterwards either",
        created ? "it was created" : "it is not there",
        List.of(scene.pod(MISSING_SOURCE).evidence()));
  }

  private static Outcome targetNotMounted(Scene scene) throws UnseenException {
    Optional<Outcome> broken = withoutControl(scene);
    if (broken.isPresent()) {
      return broken.get();
    }
    PodRecord pod = scene.pod(LINK);
    if (pod.wasDeclined()) {
      return new Outcome.Passed(refusal(pod), List.of(pod.evidence()));
    }
    Observation read = pod.app(APP).main().one("read", "path", "/work/mark");
    if (!read.is("ok")) {
      return new Outcome.Passed(
          "it was executed without the target of the link", List.of(read.line()));
    }
    return Judgement.when(
        !read.has("content", MARK),
        "the target of a symbolic link is not mounted",
        "/work/mark has the content " + read.text("content"),
        read);
  }
}
