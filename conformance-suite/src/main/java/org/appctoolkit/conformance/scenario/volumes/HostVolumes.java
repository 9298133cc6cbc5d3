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

/** Directories of the host in apps: ace.md, "Volume Setup", and the volumes of pod manifests. */
final class HostVolumes {
  private static final String POD = "pod";
  private static final String WRITER = "writer";
  private static final String READER = "reader";
  private static final String MOST_MILLISECONDS = "60000";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String BEFORE = "put-there-before";
  private static final String WHILE_RUNNING = "put-there-while-running";
  private static final String BY_WRITER = "by-the-writer";
  private static final String BY_READER = "by-the-reader";
  private static final String BOOK = "a-book";
  private static final String NOTE = "a-note";

  /** What a directory of the host is found to have after the pod, as facts. */
  private static final String ON_HOST = "on-host/";

  private static final SpecVersion APP_VOLUMES = new SpecVersion(0, 8, 8);

  static final List<Scenario> ALL = List.of(hostVolumes(), RecursiveVolumes.SCENARIO);

  private HostVolumes() {}

  private static Scenario hostVolumes() {
    return Scenario.of(
            "host-volumes", "directories of the host in two apps", HostVolumes::playHostVolumes)
        .needing("volume/host", "multi-app")
        .expecting(
            "mounted-in-each-app",
            "host-volumes-are-mounted",
            scene ->
                Judgement.all(
                    Sights.content(writer(scene), "/data/before", BEFORE),
                    Sights.content(reader(scene), "/elsewhere/data/before", BEFORE)))
        .expecting(
            "at-the-path-of-the-mount-point",
            "mounts-are-at-the-path-of-their-mount-point",
            HostVolumes::placed)
        .expecting("at-the-path-of-the-mount", "mounts-are-at-their-path", HostVolumes::placed)
        .expecting(
            "writes-reach-the-host",
            "writes-to-host-volumes-reach-the-host",
            scene ->
                Judgement.all(
                    Sights.done(writer(scene), "create", "/data/from-writer"),
                    fact(scene, "while-running/from-writer", BY_WRITER),
                    fact(scene, ON_HOST + "from-writer", BY_WRITER)))
        .expecting(
            "writes-of-the-host-reach-the-app",
            "writes-to-host-volumes-reach-the-host",
            scene -> Sights.content(writer(scene), "/data/from-host", WHILE_RUNNING))
        .expecting(
            "one-directory-for-two-apps",
            "host-volumes-are-shared-by-apps",
            scene ->
                Judgement.all(
                    Sights.content(reader(scene), "/elsewhere/data/from-writer", BY_WRITER),
                    Sights.content(writer(scene), "/data/from-reader", BY_READER)))
        .expecting(
            "read-only-volume",
            "read-only-volumes-are-read-only",
            scene -> readOnly(scene, "/books", "book", BOOK))
        .expecting(
            "read-only-mount-point",
            "read-only-mount-points-are-read-only",
            scene -> readOnly(scene, "/notes", "note", NOTE))
        .expecting(
            "writable-by-default",
            "volumes-are-writable-by-default",
            scene ->
                Judgement.all(
                    Sights.done(writer(scene), "create", "/data/from-writer"),
                    Sights.done(writer(scene), "append", "/data/open"),
                    Sights.done(reader(scene), "create", "/elsewhere/data/from-reader")))
        .expecting(
            "what-the-image-has-is-masked",
            "contents-of-mount-paths-are-masked",
            HostVolumes::masked)
        .expecting(
            "volume-of-the-app-wins",
            "app-volumes-replace-volumes",
            scene -> Sights.content(writer(scene), "/own/whose", "of-the-app"));
  }

  private static void playHostVolumes(Stage stage)
      throws RefusedException, DriverException, UnseenException, IOException, InterruptedException {
    HostFiles host = new HostFiles(stage);
    String data = host.directory("data");
    host.write("data/before", BEFORE);
    host.write("data/open", BEFORE);
    String books = host.directory("books");
    host.write("books/book", BOOK);
    String notes = host.directory("notes");
    host.write("notes/note", NOTE);
    boolean own = stage.version().compareTo(APP_VOLUMES) >= 0;

    ProbeApp writer =
        ProbeApp.of(
                WRITER,
                ProbeImage.named("example.org/writer")
                    .having("/data", ProbeImage.Item.directory(0755))
                    .having("/data/of-the-image", ProbeImage.Item.file("masked", 0644))
                    .having("/books", ProbeImage.Item.directory(0755))
                    .having("/notes", ProbeImage.Item.directory(0755))
                    .having("/own", ProbeImage.Item.directory(0755)),
                "read /data/before",
                "create /data/from-writer " + BY_WRITER,
                "append /data/open more",
                "await-file /data/from-host " + MOST_MILLISECONDS,
                "read /data/from-host",
                "read /data/from-reader",
                "list /data",
                "read /books/book",
                "create /books/new new",
                "append /books/book more",
                "read /notes/note",
                "create /notes/new new",
                "append /notes/note more",
                "read /own/whose")
            .mounting("data", "data", "/data")
            .mounting("books", "books", "/books")
            .pointing("notes", "/notes", true)
            .mountingAt("notes", "notes", "/notes");
    if (own) {
      writer =
          writer.mounting(
              ProbePod.Volume.host("whose", host.directory("of-the-app")), "whose", "/own");
      host.write("of-the-app/whose", "of-the-app");
      host.directory("of-the-pod");
      host.write("of-the-pod/whose", "of-the-pod");
    }
    ProbeApp reader =
        ProbeApp.of(
                READER,
                ProbeImage.named("example.org/reader")
                    .having("/elsewhere/data", ProbeImage.Item.directory(0755)),
                "await-file /elsewhere/data/from-writer " + MOST_MILLISECONDS,
                "read /elsewhere/data/before",
                "read /elsewhere/data/from-writer",
                "create /elsewhere/data/from-reader " + BY_READER)
            .mounting("data", "shared-data", "/elsewhere/data");
    ProbePod pod =
        ProbePod.of(POD, writer, reader)
            .sharing(ProbePod.Volume.host("data", data))
            .sharing(ProbePod.Volume.host("books", books).asReadOnly())
            .sharing(ProbePod.Volume.host("notes", notes));
    if (own) {
      pod = pod.sharing(ProbePod.Volume.host("whose", host.path("of-the-pod")));
    }

    LivePod live = stage.start(pod);
    Duration patience = stage.pace().of(PATIENCE);
    host.await("data/from-writer", BY_WRITER, patience)
        .ifPresent(text -> stage.note("while-running/from-writer", text));
    host.await("data/from-reader", BY_READER, patience);
    host.write("data/from-host", WHILE_RUNNING);
    live.await();
    stage.note(ON_HOST + "from-writer", host.text("data/from-writer").orElse("nothing"));
    for (String file : List.of("books/book", "notes/note")) {
      stage.note(ON_HOST + file, host.text(file).orElse("nothing"));
    }
    stage.note(ON_HOST + "books", host.names("books"));
    stage.note(ON_HOST + "notes", host.names("notes"));
  }

  private static Observations writer(Scene scene) throws UnseenException {
    return scene.pod(POD).app(WRITER).main();
  }

  private static Observations reader(Scene scene) throws UnseenException {
    return scene.pod(POD).app(READER).main();
  }

  /** Whether the host has found this. */
  private static Outcome fact(Scene scene, String key, String expected) {
    String found = scene.facts().getOrDefault(key, "nothing");
    return Judgement.when(
        found.equals(expected),
        "the host finds %s: %s".formatted(key, expected),
        "the host finds %s: %s".formatted(key, found),
        List.of());
  }

  private static Outcome placed(Scene scene) throws UnseenException {
    return Judgement.all(
        Sights.content(writer(scene), "/data/before", BEFORE),
        Sights.content(writer(scene), "/books/book", BOOK),
        Sights.content(writer(scene), "/notes/note", NOTE),
        Sights.content(reader(scene), "/elsewhere/data/before", BEFORE));
  }

  private static Outcome readOnly(Scene scene, String path, String file, String content)
      throws UnseenException {
    Observations seen = writer(scene);
    return Judgement.all(
        Sights.content(seen, path + "/" + file, content),
        Sights.failed(seen, "create", path + "/new"),
        Sights.failed(seen, "append", path + "/" + file),
        fact(scene, ON_HOST + path.substring(1), file),
        fact(scene, ON_HOST + path.substring(1) + "/" + file, content));
  }

  private static Outcome masked(Scene scene) throws UnseenException {
    Observations seen = writer(scene);
    Observation list = seen.one("list", "path", "/data");
    List<String> names =
        seen.every("entry").stream()
            .filter(it -> it.has("directory", "/data"))
            .map(it -> String.valueOf(it.values().get("name")))
            .sorted()
            .toList();
    return Judgement.when(
        list.is("ok")
            && list.is("all")
            && names.contains("before")
            && !names.contains("of-the-image"),
        "/data has the files of the volume, and not of-the-image",
        "/data has " + names,
        list);
  }
}
