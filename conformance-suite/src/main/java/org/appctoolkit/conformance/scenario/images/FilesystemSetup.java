package org.appctoolkit.conformance.scenario.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbeImage.Item;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/** The rootfs of apps: whose it is, what is in it, and that nobody gets out of it. */
final class FilesystemSetup {
  private static final String HOSTS = "127.0.0.1 localhost\n192.0.2.1 kept.invalid\n";
  private static final ProbeImage IMAGE =
      RenderedFiles.in(
          ProbeImage.named("appc.invalid/files")
              .having("/open", Item.directory(01777))
              .having("/data/changed", Item.file("as in the image\n", 0644))
              .having("/data/removed", Item.file("still there\n", 0644))
              .having("/etc/hosts", Item.file(HOSTS, 0644)));
  private static final ProbeImage BARE =
      ProbeImage.named("appc.invalid/bare").having("/data/file", Item.file("data\n", 0644));
  private static final String FIRST = "first-run";
  private static final String AGAIN = "second-run";

  /** As user 0; as another user; and user 0 once more, in the next pod. */
  private static final String ROOT = "one";

  private static final String USER = "two";
  private static final String UNCHANGED = "bare";
  private static final String FIXED = "fixed";
  private static final String BRINGS_HOSTS = "hosts";
  private static final String CANARY = "canary";

  /** Each with the pods it needs. */
  static final List<Scenario> ALL = List.of(rootfs(), mounted());

  private FilesystemSetup() {}

  // --- two apps of one image, and one of them again

  private static Scenario rootfs() {
    return Scenario.of(
            "rootfs",
            "apps look at their rootfs, change it, and try to leave it",
            FilesystemSetup::play)
        .expecting(
            "own-for-each-app",
            "app-has-a-rootfs-of-its-own",
            FilesystemSetup::ownRootfs,
            Companions.MULTI_APP)
        .expecting("writable", "rootfs-is-writable", FilesystemSetup::writable)
        .expecting(
            "clean-on-every-run", "execution-starts-from-a-clean-copy", FilesystemSetup::cleanCopy)
        .expecting(
            "without-files-of-the-host",
            "apps-do-not-see-files-of-the-host",
            FilesystemSetup::withoutHost)
        .expecting("not-to-be-left", "apps-cannot-leave-their-rootfs", FilesystemSetup::escape)
        .expecting("files", "files-of-the-image-are-there", one(RenderedFiles::present))
        .expecting("modes", "rendered-files-keep-their-modes", one(RenderedFiles::modes))
        .expecting("owners", "rendered-files-keep-their-owners", FilesystemSetup::owners)
        .expecting("times", "rendered-files-keep-their-times", one(RenderedFiles::times))
        .expecting(
            "extended-attributes",
            "rendered-files-keep-their-extended-attributes",
            one(RenderedFiles::attributes))
        .expecting("symlinks", "rendered-symlinks-keep-their-targets", one(RenderedFiles::targets))
        .expecting("hard-links", "rendered-files-keep-their-hard-links", one(RenderedFiles::links))
        .expecting("proc", "apps-see-proc", both(Devices.mounted("/proc", "procfs")))
        .expecting("sys", "apps-see-sys", both(Devices.mounted("/sys", "sysfs")))
        .expecting("dev-null", "apps-see-dev-null", device("null", 3))
        .expecting("dev-zero", "apps-see-dev-zero", device("zero", 5))
        .expecting("dev-full", "apps-see-dev-full", device("full", 7))
        .expecting("dev-random", "apps-see-dev-random", device("random", 8))
        .expecting("dev-urandom", "apps-see-dev-urandom", device("urandom", 9))
        .expecting("dev-tty", "apps-see-dev-tty", both(Devices.terminal()))
        .expecting("dev-console", "apps-see-dev-console", both(Devices.console()))
        .expecting("dev-pts", "apps-see-dev-pts", both(Devices.mounted("/dev/pts", "devpts")))
        .expecting("dev-ptmx", "apps-see-dev-ptmx", both(Devices.multiplexer()))
        .expecting(
            "dev-ptmx-of-dev-pts", "dev-ptmx-is-that-of-dev-pts", both(Devices.multiplexerOfPts()))
        .expecting("dev-shm", "apps-see-dev-shm", both(Devices.mounted("/dev/shm", "tmpfs")))
        .expecting(
            "devices-for-every-user",
            "devices-are-open-to-every-user",
            scene -> Devices.open(Companions.find(scene, USER).main()))
        .expecting(
            "etc-hosts-of-the-image",
            "etc-hosts-of-the-image-is-left-alone",
            scene ->
                RenderedFiles.content(Companions.find(scene, ROOT).main(), "/etc/hosts", HOSTS));
  }

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    Path canary = stage.directory().resolve("canary-" + UUID.randomUUID());
    Files.writeString(canary, "a file of the host\n");
    stage.note(CANARY, canary.toString());
    stage.note("host-root", identity(Path.of("/")));
    stage.note("user", Files.getAttribute(canary, "unix:uid").toString());
    String seesCanary = "file " + RenderedFiles.word(canary.toString());

    List<String> first = new ArrayList<>();
    first.addAll(List.of("create /open/mark-one mark", "list /open", "root", seesCanary));
    first.addAll(List.of("file " + ProbeImage.PROBE, "sysctl kernel.random.boot_id"));
    first.addAll(RenderedFiles.actions());
    first.addAll(Devices.actions());
    first.add("read /etc/hosts");
    first.addAll(
        List.of(
            "create /left-behind x",
            "append /data/changed more",
            "remove /data/removed",
            "chmod /kept/plain 0666"));
    first.addAll(List.of("fork escapee", "chroot-escape", seesCanary, "end-fork", "wait 10000"));
    List<String> second = new ArrayList<>();
    second.addAll(List.of("create /open/mark-two mark", "list /open", "root", seesCanary));
    second.add("file " + ProbeImage.PROBE);
    second.addAll(Devices.actions());
    Companions.run(
        stage,
        FIRST,
        UnaryOperator.identity(),
        List.of(app(ROOT, IMAGE, first), app(USER, IMAGE, second).as("1000", "1000")));
    stage.run(
        ProbePod.of(
            AGAIN,
            ProbeApp.of(
                ROOT,
                IMAGE,
                "list /open",
                "file /left-behind",
                "read /data/changed",
                "read /data/removed",
                "file /kept/plain")));
  }

  private static ProbeApp app(String name, ProbeImage image, List<String> actions) {
    return ProbeApp.of(name, image, actions.toArray(String[]::new));
  }

  /** The number of a file in its file system, and of that; empty if the host does not tell. */
  private static String identity(Path path) {
    try {
      return "%s:%s"
          .formatted(Files.getAttribute(path, "unix:dev"), Files.getAttribute(path, "unix:ino"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "";
    }
  }

  private static Judgement one(Devices.Look look) {
    return scene -> look.judge(Companions.find(scene, ROOT).main());
  }

  private static Judgement both(Devices.Look look) {
    return scene ->
        Judgement.all(
            look.judge(Companions.find(scene, ROOT).main()),
            look.judge(Companions.find(scene, USER).main()));
  }

  private static Judgement device(String name, int minor) {
    return scene ->
        Judgement.all(
            both(Devices.device(name, 1, minor)).judge(scene),
            one(Devices.behaviour(name)).judge(scene));
  }

  private static Outcome ownRootfs(Scene scene) throws UnseenException {
    Observations one = Companions.find(scene, ROOT).main();
    Observations two = Companions.find(scene, USER).main();
    Observation first = one.one("root");
    Observation second = two.one("root");
    boolean same = place(first).equals(place(second));
    return Judgement.all(
        Judgement.when(
            !same,
            "the root directories of two apps are two",
            "device and inode of the root directories: %s and %s"
                .formatted(place(first), place(second)),
            first,
            second),
        marks(one, "mark-one", "mark-two"),
        marks(two, "mark-two", "mark-one"));
  }

  private static String place(Observation root) throws MissingObservationException {
    return root.number("dev") + ":" + root.number("inode");
  }

  /** Whoever of the two looks later would see the other's as well. */
  private static Outcome marks(Observations seen, String own, String other) throws UnseenException {
    Observation made = seen.one("create", "path", "/open/" + own);
    Observation list = seen.one("list", "path", "/open");
    boolean hasOwn = seen.first("entry", "name", own).isPresent();
    boolean hasOther = seen.first("entry", "name", other).isPresent();
    if (!made.is("ok") || !hasOwn || !list.is("ok") || !list.is("all")) {
      return new Outcome.Failed(
          "an app makes a file in a directory of its rootfs that is open to all",
          "making /open/%s: %s; it is %s in the list"
              .formatted(own, made.result(), hasOwn ? "" : "not"),
          Judgement.lines(made, list));
    }
    return Judgement.when(
        !hasOther,
        "the file %s of the other app is not there".formatted(other),
        "of %d files in /open, %s is %s"
            .formatted(list.number("count"), other, hasOther ? "one" : "none"),
        list);
  }

  private static Outcome writable(Scene scene) throws UnseenException {
    Observations one = Companions.find(scene, ROOT).main();
    return Judgement.all(
        did(one.one("create", "path", "/left-behind"), "making /left-behind"),
        did(one.one("append", "path", "/data/changed"), "writing to /data/changed"),
        did(one.one("remove", "path", "/data/removed"), "removing /data/removed"));
  }

  private static Outcome did(Observation done, String what) throws UnseenException {
    return Judgement.equal(what, "done", done.result(), done);
  }

  private static Outcome cleanCopy(Scene scene) throws UnseenException {
    Outcome changed = writable(scene);
    if (!(changed instanceof Outcome.Passed)) {
      return changed;
    }
    Observations again = scene.pod(AGAIN).app(ROOT).main();
    Observation left = again.one("file", "path", "/left-behind");
    Observation mark = again.one("list", "path", "/open");
    Observation mode = again.one("file", "path", "/kept/plain");
    return Judgement.all(
        Judgement.equal(
            "/left-behind of the first run",
            "ENOENT",
            left.is("ok") ? "still there" : left.text("error"),
            left),
        Judgement.equal("files in /open", 0, mark.number("count"), mark),
        RenderedFiles.content(again, "/data/changed", "as in the image\n"),
        RenderedFiles.content(again, "/data/removed", "still there\n"),
        Judgement.equal("mode of /kept/plain", "0640", mode.result("mode"), mode));
  }

  private static Outcome withoutHost(Scene scene) throws UnseenException {
    return Judgement.all(
        unseenBy(scene, ROOT, Companions.find(scene, ROOT).main()),
        unseenBy(scene, USER, Companions.find(scene, USER).main()));
  }

  private static Outcome unseenBy(Scene scene, String app, Observations seen)
      throws UnseenException {
    Observation canary = seen.one("file", "path", scene.fact(CANARY));
    Observation probe = seen.one("file", "path", ProbeImage.PROBE);
    return Judgement.when(
        probe.is("ok") && !canary.is("ok"),
        "app %s does not see %s of the host".formatted(app, scene.fact(CANARY)),
        "app %s: %s: %s, /probe: %s"
            .formatted(
                app,
                scene.fact(CANARY),
                canary.is("ok") ? "is there" : canary.text("error"),
                probe.result()),
        canary,
        probe);
  }

  private static Outcome escape(Scene scene) throws UnseenException {
    AppRecord app = Companions.find(scene, ROOT);
    Observation root = app.main().one("root");
    Observations escapee = app.seen("escapee");
    Observation tried = escapee.one("chroot-escape");
    Observation canary = escapee.one("file", "path", scene.fact(CANARY));
    boolean atHost =
        place(tried).equals(scene.fact("host-root")) && !place(tried).equals(place(root));
    return Judgement.when(
        !canary.is("ok") && !atHost,
        "changing the root once more does not lead to files of the host",
        tried.is("ok")
            ? "the root that was reached is %s, that of the app %s, that of the host %s; a file of the host: %s"
                .formatted(
                    place(tried),
                    place(root),
                    scene.fact("host-root"),
                    canary.is("ok") ? "is there" : canary.text("error"))
            : "%s fails: %s".formatted(tried.text("step"), tried.text("error")),
        tried,
        canary);
  }

  private static Outcome owners(Scene scene) throws UnseenException {
    Observations seen = Companions.find(scene, ROOT).main();
    seen.requireBegun();
    return scene.fact("user").equals("0")
        ? RenderedFiles.owners(seen)
        : new Outcome.Skipped(
            "only root can give files to others, and this is user " + scene.fact("user"));
  }

  // --- rootfs with something mounted in it

  private static Scenario mounted() {
    return Scenario.of(
            "mounted-rootfs",
            "apps look at a rootfs that is read-only, or has a volume or a file of the runtime in it",
            FilesystemSetup::playMounted)
        .since(0, 7, 2)
        .expecting(
            "read-only",
            "read-only-rootfs-is-read-only",
            FilesystemSetup::readOnly,
            "read-only-rootfs")
        .expecting(
            "volume-in-read-only",
            "read-only-rootfs-leaves-volumes-writable",
            scene ->
                did(fixed(scene).one("create", "path", "/work/new"), "making a file in the volume"),
            "read-only-rootfs",
            "volumes",
            "volume/empty")
        .expecting(
            "provided-etc-hosts",
            "provided-etc-hosts-has-localhost",
            FilesystemSetup::providedHosts)
        .expecting(
            "etc-hosts-of-a-volume",
            "etc-hosts-of-a-volume-is-left-alone",
            FilesystemSetup::hostsOfVolume,
            "volumes",
            "volume/host");
  }

  private static void playMounted(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    boolean fixes =
        stage.can("read-only-rootfs") && stage.version().compareTo(new SpecVersion(0, 8, 1)) >= 0;
    boolean empties = stage.can("volumes") && stage.can("volume/empty");
    boolean brings = stage.can("volumes") && stage.can("volume/host");
    List<String> tries =
        List.of(
            "root",
            "create /new x",
            "append /data/file x",
            "chmod /data/file 0600",
            "read /etc/hosts");
    List<ProbeApp> apps = new ArrayList<>();
    apps.add(app(UNCHANGED, BARE, tries));
    if (fixes) {
      List<String> more = new ArrayList<>(tries);
      more.add("create /work/new x");
      ProbeApp fixed = app(FIXED, BARE, more).onReadOnlyRoot();
      apps.add(empties ? fixed.mounting("work", "work", "/work") : fixed);
    }
    Path etc = stage.directory().resolve("etc");
    if (brings) {
      Files.createDirectories(etc);
      Files.setPosixFilePermissions(etc, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.writeString(etc.resolve("hosts"), HOSTS);
      apps.add(app(BRINGS_HOSTS, BARE, List.of("read /etc/hosts")).mounting("etc", "etc", "/etc"));
    }
    Companions.run(stage, "mounted", pod -> withVolumes(pod, etc, empties), apps);
    stage.note("hosts", brings ? Files.readString(etc.resolve("hosts")) : "");
  }

  private static ProbePod withVolumes(ProbePod pod, Path etc, boolean empties) {
    ProbePod all = pod;
    for (ProbeApp app : pod.apps()) {
      if (app.name().equals(BRINGS_HOSTS)) {
        all = all.sharing(ProbePod.Volume.host("etc", etc.toString()));
      }
      if (empties && app.name().equals(FIXED)) {
        all = all.sharing(ProbePod.Volume.empty("work"));
      }
    }
    return all;
  }

  private static Observations fixed(Scene scene) throws MissingObservationException {
    return Companions.find(scene, FIXED).main();
  }

  private static Outcome readOnly(Scene scene) throws UnseenException {
    Observations fixed = fixed(scene);
    Observations free = Companions.find(scene, UNCHANGED).main();
    return Judgement.all(
        notDone(free, fixed, "create", "/new"),
        notDone(free, fixed, "append", "/data/file"),
        notDone(free, fixed, "chmod", "/data/file"));
  }

  /** What works in a rootfs that is like it but for that. */
  private static Outcome notDone(Observations free, Observations fixed, String what, String path)
      throws UnseenException {
    Observation control = free.one(what, "path", path);
    Observation tried = fixed.one(what, "path", path);
    return Judgement.when(
        !tried.is("ok"),
        "%s %s fails in a read-only rootfs".formatted(what, path),
        "%s %s: %s; in the rootfs of another app: %s"
            .formatted(what, path, tried.result(), control.result()),
        tried,
        control);
  }

  private static Outcome providedHosts(Scene scene) throws UnseenException {
    Observation hosts = Companions.find(scene, UNCHANGED).main().one("read", "path", "/etc/hosts");
    if (!hosts.is("ok") && hosts.has("error", "ENOENT")) {
      return new Outcome.Skipped("the runtime provides no /etc/hosts");
    }
    String text = hosts.is("ok") ? hosts.text("content") : "";
    boolean has =
        text.lines()
            .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
            .anyMatch(FilesystemSetup::isLocalhost);
    return Judgement.when(
        has,
        "an entry of /etc/hosts leads localhost to 127.0.0.1 or ::1",
        hosts.is("ok")
            ? has ? "there is such an entry" : "there is no such entry"
            : "reading /etc/hosts fails: " + hosts.text("error"),
        hosts);
  }

  private static boolean isLocalhost(String[] words) {
    return (words[0].startsWith("127.") || words[0].equals("::1"))
        && List.of(words).subList(1, words.length).contains("localhost");
  }

  private static Outcome hostsOfVolume(Scene scene) throws UnseenException {
    Outcome inside =
        RenderedFiles.content(Companions.find(scene, BRINGS_HOSTS).main(), "/etc/hosts", HOSTS);
    return Judgement.all(
        inside,
        Judgement.when(
            scene.fact("hosts").equals(HOSTS),
            "the file of the host stays as it is",
            scene.fact("hosts").equals(HOSTS)
                ? "the file of the host is as it was"
                : "the file of the host has become " + scene.fact("hosts").strip()));
  }
}
