package org.appctoolkit.conformance.scenario.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbeImage.Dependency;
import org.appctoolkit.conformance.probe.ProbeImage.Item;
import org.appctoolkit.conformance.probe.ProbeImage.Packing;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/**
 * Images that must not be executed, and archives that would write or read elsewhere than in a
 * rootfs.
 */
final class RefusedImages {
  private static final ProbeImage SOUND = ProbeImage.named("appc.invalid/sound");
  private static final Packing AS_TAR = new Packing(Compression.NONE, "", false);
  private static final String INVALID = "invalid-images-are-refused";
  private static final String DAMAGED = "damaged-archives-are-refused";
  private static final String PLATFORM = "images-for-another-platform-are-refused";

  /** Longer than any directory is deep. */
  private static final String UP = "../".repeat(40);

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(
              "without-manifest",
              INVALID,
              "the archive has no manifest",
              image("without-manifest").withoutManifest()),
          new Fault(
              "without-rootfs",
              INVALID,
              "the archive has no rootfs",
              image("without-rootfs").withoutRootfs()),
          new Fault(
              "another-kind",
              INVALID,
              "image-manifest-kind-is-image-manifest: its acKind is PodManifest",
              image("another-kind")
                  .edited(it -> it.replace("\"ImageManifest\"", "\"PodManifest\""))),
          new Fault(
              "manifest-no-json",
              INVALID,
              "manifest-is-json: its last brace is missing",
              image("manifest-no-json").edited(it -> it.substring(0, it.length() - 1))),
          new Fault(
              "without-name",
              INVALID,
              "image-name-is-given: the manifest has no name",
              image("without-name").edited(it -> it.replaceFirst("\"name\":\"[^\"]*\",", ""))),
          new Fault(
              "name-twice",
              INVALID,
              "the archive has rootfs/twice twice",
              image("name-twice")
                  .carrying("rootfs/twice", Item.file("one", 0644))
                  .carrying("rootfs/twice", Item.file("two", 0644))),
          new Fault(
              "file-beside-rootfs",
              INVALID,
              "the archive has a file beside manifest and rootfs",
              image("file-beside-rootfs").carrying("beside", Item.file("beside", 0644))),
          new Fault(
              "gzip-cut",
              DAMAGED,
              "the second half of the compressed archive is missing",
              image("gzip-cut").damaged(it -> Arrays.copyOf(it, it.length / 2))),
          new Fault(
              "gzip-changed",
              DAMAGED,
              "a byte in the middle of the compressed archive is another one",
              image("gzip-changed").damaged(RefusedImages::changed)),
          new Fault(
              "tar-cut",
              DAMAGED,
              "the archive ends in the middle of its last file",
              image("tar-cut")
                  .packed(AS_TAR)
                  .having("/last", Item.file("last ".repeat(20_000), 0644))
                  .damaged(it -> Arrays.copyOf(it, it.length - 50_000))),
          new Fault(
              "another-system",
              PLATFORM,
              "its labels say freebsd",
              image("another-system").labelled("os", "freebsd").labelled("arch", "amd64")),
          new Fault(
              "another-architecture",
              PLATFORM,
              "its labels say " + otherArchitecture(),
              image("another-architecture").labelled("arch", otherArchitecture())));

  private static final List<String> HOSTILE =
      List.of(
          "parent-directories",
          "absolute-name",
          "through-absolute-link",
          "through-relative-link",
          "hard-link",
          "siblings");

  /** Pods that must be refused, and such that may be executed but leave the host alone. */
  static final List<Scenario> ALL = List.of(refused(), hostile());

  private RefusedImages() {}

  /**
   * An image that must not be executed.
   *
   * @param label what the pod and the expectation are called
   * @param clause what it is judged by
   */
  private record Fault(String label, String clause, String what, ProbeImage image) {}

  private static ProbeImage image(String label) {
    return ProbeImage.named("appc.invalid/" + label);
  }

  private static String otherArchitecture() {
    return ProbeProgram.hostArchitecture().equals("amd64") ? "aarch64" : "amd64";
  }

  private static byte[] changed(byte[] archive) {
    byte[] other = archive.clone();
    other[other.length / 2] ^= 0x55;
    return other;
  }

  private static Scenario refused() {
    Scenario scenario =
        Scenario.of(
            "refused-images", "images that are none, damaged, or for others", RefusedImages::play);
    for (Fault fault : FAULTS) {
      scenario =
          scenario.expecting(
              fault.label(), fault.clause(), Refusal.of(fault.label(), fault.what()));
    }
    return scenario;
  }

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    stage.run(Refusal.pod(Refusal.CONTROL, SOUND));
    for (Fault fault : FAULTS) {
      // What an image without rootfs lacks could still come from another one.
      boolean fill = fault.label().equals("without-rootfs") && stage.can("dependencies");
      ProbeImage image =
          fill ? fault.image().dependingOn(Dependency.on(SOUND.name())) : fault.image();
      stage.tryRun(Refusal.pod(fault.label(), image));
    }
  }

  // --- hostile archives

  private static Scenario hostile() {
    Scenario scenario =
        Scenario.of(
            "hostile-images",
            "archives whose names and links lead out of the rootfs",
            RefusedImages::playHostile);
    for (String label : HOSTILE) {
      scenario =
          scenario.expecting(
              label,
              "archives-do-not-write-outside-of-the-rootfs",
              label.equals("siblings") ? RefusedImages::siblings : contained(label));
    }
    return scenario;
  }

  private static void playHostile(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    // What a runtime would write there it may write as any user.
    Path outside = stage.directory("outside");
    Path secret = outside.resolve("secret");
    String text = "secret of the host " + UUID.randomUUID();
    Files.writeString(secret, text);
    stage.note("secret", text);
    String there = outside.toString();
    String climbing = UP + there.substring(1);
    Item file = Item.file("written by an archive\n", 0666);
    List<ProbeImage> images =
        List.of(
            image(HOSTILE.get(0)).carrying("rootfs/" + climbing + "/parent-directories", file),
            image(HOSTILE.get(1)).carrying(there + "/absolute-name", file),
            image(HOSTILE.get(2))
                .carrying("rootfs/out", Item.symlink(there))
                .carrying("rootfs/out/through-absolute-link", file),
            image(HOSTILE.get(3))
                .carrying("rootfs/out", Item.symlink(climbing))
                .carrying("rootfs/out/through-relative-link", file),
            image(HOSTILE.get(4))
                .carrying("rootfs/hard", Item.hardLink("rootfs/" + climbing + "/secret")),
            siblingsOf(image(HOSTILE.get(5)), file));
    for (int i = 0; i < images.size(); i++) {
      String label = HOSTILE.get(i);
      stage.tryRun(ProbePod.of(label, ProbeApp.of(Refusal.APP, images.get(i), "read /hard")));
      stage.note("written-" + label, written(outside));
      stage.note("links-" + label, Files.getAttribute(secret, "unix:nlink").toString());
    }
    stage.run(ProbePod.of(Refusal.CONTROL, ProbeApp.of(Refusal.APP, SOUND, "list /", "list /etc")));
  }

  /** Names that lead one, two and three directories up, next to where another rootfs may be. */
  private static ProbeImage siblingsOf(ProbeImage image, Item file) {
    ProbeImage all = image;
    for (int i = 1; i <= 3; i++) {
      all = all.carrying("rootfs/" + "../".repeat(i) + "escaped", file);
      all = all.carrying("rootfs/" + "../".repeat(i) + "rootfs/escaped", file);
    }
    return all;
  }

  /** What is in a directory beside the secret, in a line. */
  private static String written(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return String.join(
          ", ",
          files
              .map(it -> String.valueOf(it.getFileName()))
              .filter(it -> !it.equals("secret"))
              .sorted()
              .toList());
    }
  }

  private static Judgement contained(String label) {
    return scene -> {
      Observation control = scene.pod(Refusal.CONTROL).app(Refusal.APP).main().one("begin");
      PodRecord pod = scene.pod(label);
      String written = scene.fact("written-" + label);
      String links = scene.fact("links-" + label);
      boolean known = reads(pod, scene.fact("secret"));
      // What one archive has written is still there after the next ones.
      boolean wrote = List.of(written.split(", ")).contains(label);
      return Judgement.when(
          !wrote && links.equals("1") && !known,
          "nothing of the archive is written or read outside of the rootfs",
          wrote
              ? "it has written %s into a directory of the host".formatted(label)
              : links.equals("1")
                  ? known ? "the app has read a file of the host" : outcome(pod)
                  : "a file of the host has become %s names of one file".formatted(links),
          List.of(pod.evidence(), "the control, without the fault: " + control.line()));
    };
  }

  private static boolean reads(PodRecord pod, String secret) {
    AppRecord app = pod.apps().get(Refusal.APP);
    return app != null
        && app.main()
            .first("read", "path", "/hard")
            .filter(it -> it.has("content", secret))
            .isPresent();
  }

  private static String outcome(PodRecord pod) throws MissingObservationException {
    return Refusal.declined(pod).orElse("executed") + "; outside nothing has changed";
  }

  private static Outcome siblings(Scene scene) throws UnseenException {
    Observations control = scene.pod(Refusal.CONTROL).app(Refusal.APP).main();
    Observation list = control.one("list", "path", "/");
    boolean found = control.first("entry", "name", "escaped").isPresent();
    return Judgement.when(
        list.is("ok") && list.is("all") && !found,
        "the rootfs of another app has nothing of the archive",
        list.is("ok")
            ? "of %d files in the rootfs of another app, escaped is %s"
                .formatted(list.number("count"), found ? "one" : "none")
            : "the rootfs cannot be listed: " + list.text("error"),
        list);
  }
}
