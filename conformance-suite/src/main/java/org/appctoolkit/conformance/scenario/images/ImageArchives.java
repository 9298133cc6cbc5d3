package org.appctoolkit.conformance.scenario.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbeImage.Item;
import org.appctoolkit.conformance.probe.ProbeImage.Packing;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/** Images in each form that an archive can have, and their path whitelists. */
final class ImageArchives {
  private static final ProbeImage PLAIN = image("plain", new Packing(Compression.NONE, "", false));
  private static final List<Packed> ALL_PACKED =
      List.of(
          new Packed("plain", PLAIN),
          new Packed("gzip", image("gzip", new Packing(Compression.GZIP, "", false))),
          new Packed("bzip2", image("bzip2", new Packing(Compression.BZIP2, "", false))),
          new Packed("xz", image("xz", new Packing(Compression.XZ, "", false))),
          new Packed("dotted", image("dotted", new Packing(Compression.GZIP, "./", false))),
          new Packed(
              "manifest-last", image("manifest-last", new Packing(Compression.GZIP, "", true))));
  private static final String LISTED = "listed";
  private static final String UNLISTED = "unlisted";

  /** Up to here a path that ends with a slash is a directory to be made. */
  private static final SpecVersion LAST_WITH_DIRECTORIES = new SpecVersion(0, 5, 1);

  /** One pod with an app of each image. */
  static final List<Scenario> ALL =
      List.of(
          Scenario.of("images", "apps from archives of each form", ImageArchives::play)
              .expecting("plain", "plain-archives-are-imported", executed("plain"))
              .expecting("gzip", "gzip-archives-are-imported", executed("gzip"))
              .expecting("bzip2", "bzip2-archives-are-imported", executed("bzip2"))
              .expecting("xz", "xz-archives-are-imported", executed("xz"))
              .expecting(
                  "names-with-a-dot", "names-with-a-leading-dot-are-accepted", executed("dotted"))
              .expecting(
                  "manifest-last",
                  "manifests-behind-the-rootfs-are-accepted",
                  executed("manifest-last"))
              .expecting("image-id", "images-are-named-by-their-digest", ImageArchives::named)
              .expecting("path-whitelist", "path-whitelists-are-applied", ImageArchives::whitelist)
              .expecting(
                  "empty-path-whitelist",
                  "empty-path-whitelists-leave-everything",
                  ImageArchives::emptyWhitelist)
              .expecting(
                  "whitelisted-directories",
                  "whitelisted-directories-are-made",
                  ImageArchives::directories));

  private ImageArchives() {}

  /** An image, and the app that is executed from it. */
  private record Packed(String app, ProbeImage image) {}

  private static ProbeImage image(String form, Packing packing) {
    return ProbeImage.named("appc.invalid/packed-" + form)
        .having("/which", Item.file(form + "\n", 0644))
        .packed(packing);
  }

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    stage.note("sha256", sha256(stage.archive(PLAIN)));
    List<Packed> all = new ArrayList<>(ALL_PACKED);
    all.add(new Packed(LISTED, listed(stage.version())));
    all.add(new Packed(UNLISTED, unlisted()));
    List<ProbeApp> apps = new ArrayList<>();
    for (Packed one : all) {
      // An image that is refused must not keep the others from being tried.
      stage.tryImport(one.app(), one.image());
      if (stage.has(one.app())) {
        apps.add(
            ProbeApp.of(
                one.app(),
                one.image(),
                "read /which",
                "read /kept/listed",
                "read /kept/unlisted",
                "read /left/file",
                "file /left",
                "file /made",
                "file /filled",
                "list /filled"));
      }
    }
    if (!apps.isEmpty()) {
      Companions.run(stage, "images", UnaryOperator.identity(), apps);
    }
  }

  private static ProbeImage files(String name) {
    return ProbeImage.named("appc.invalid/" + name)
        .having("/kept/listed", Item.file("listed\n", 0644))
        .having("/kept/unlisted", Item.file("unlisted\n", 0644))
        .having("/left/file", Item.file("left\n", 0644))
        .having("/filled/file", Item.file("filled\n", 0644));
  }

  private static ProbeImage listed(SpecVersion version) {
    ProbeImage image = files("listed").allowing(ProbeImage.PROBE).allowing("/kept/listed");
    return version.compareTo(LAST_WITH_DIRECTORIES) <= 0
        ? image.allowing("/made/").allowing("/filled/")
        : image;
  }

  private static ProbeImage unlisted() {
    return files("unlisted")
        .edited(
            manifest -> manifest.substring(0, manifest.length() - 1) + ",\"pathWhitelist\":[]}");
  }

  /** The digest that 0.1.1 names an image by. */
  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(in.readAllBytes());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  // --- judgements

  private static Judgement executed(String app) {
    return scene -> {
      Outcome imported = imported(scene, app);
      return imported instanceof Outcome.Passed
          ? Judgement.all(
              imported,
              RenderedFiles.content(Companions.find(scene, app).main(), "/which", app + "\n"))
          : imported;
    };
  }

  private static Outcome imported(Scene scene, String label) throws UnseenException {
    Scene.ImportRecord image = scene.image(label);
    return Judgement.when(
        image.imported().isPresent(),
        "the image is imported",
        image.refusal().map(it -> "it was refused: " + it).orElse("the image was imported"));
  }

  private static Outcome named(Scene scene) throws UnseenException {
    Outcome executed = executed("plain").judge(scene);
    if (!(executed instanceof Outcome.Passed)) {
      return executed;
    }
    Scene.ImportRecord image = scene.image("plain");
    String id = image.imported().orElse("");
    boolean bySha256 =
        scene.version().equals(SpecVersion.OLDEST) && id.equals("sha256-" + scene.fact("sha256"));
    return Judgement.when(
        bySha256 || id.equals(image.expected()),
        "the image ID is " + image.expected(),
        "the image ID is " + id);
  }

  private static Outcome whitelist(Scene scene) throws UnseenException {
    Outcome imported = imported(scene, LISTED);
    if (!(imported instanceof Outcome.Passed)) {
      return imported;
    }
    Observations listed = Companions.find(scene, LISTED).main();
    Observation directory = listed.one("file", "path", "/left");
    return Judgement.all(
        RenderedFiles.content(listed, "/kept/listed", "listed\n"),
        absent(listed, "/kept/unlisted"),
        absent(listed, "/left/file"),
        Judgement.when(
            !directory.is("ok"),
            "/left, which is not on the list, is not there",
            "/left: " + (directory.is("ok") ? "is there" : directory.text("error")),
            directory));
  }

  /** That a file is not there. */
  static Outcome absent(Observations seen, String path) throws UnseenException {
    Observation read = seen.one("read", "path", path);
    return Judgement.when(
        !read.is("ok"),
        path + " is not there",
        "%s: %s".formatted(path, read.is("ok") ? "is there" : read.text("error")),
        read);
  }

  private static Outcome emptyWhitelist(Scene scene) throws UnseenException {
    Outcome imported = imported(scene, UNLISTED);
    if (!(imported instanceof Outcome.Passed)) {
      return imported;
    }
    Observations seen = Companions.find(scene, UNLISTED).main();
    return Judgement.all(
        RenderedFiles.content(seen, "/kept/listed", "listed\n"),
        RenderedFiles.content(seen, "/kept/unlisted", "unlisted\n"),
        RenderedFiles.content(seen, "/left/file", "left\n"));
  }

  private static Outcome directories(Scene scene) throws UnseenException {
    Outcome imported = imported(scene, LISTED);
    if (!(imported instanceof Outcome.Passed)) {
      return imported;
    }
    Observations seen = Companions.find(scene, LISTED).main();
    Observation made = seen.one("file", "path", "/made");
    Observation filled = seen.one("file", "path", "/filled");
    Observation list = seen.one("list", "path", "/filled");
    return Judgement.all(
        directory("/made", made),
        directory("/filled", filled),
        Judgement.equal("files in /filled", 0, list.result("count"), list));
  }

  private static Outcome directory(String path, Observation file) throws UnseenException {
    return Judgement.equal(path, "directory", file.result("type"), file);
  }
}
