package org.appctoolkit.conformance.scenario.images;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbeImage.Dependency;
import org.appctoolkit.conformance.probe.ProbeImage.Item;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/**
 * Images that depend on others.
 *
 * <p>The tree is A → [B, C, F], B → [D], C → [E, D]; so the order is D, B, E, D, C, F, A. Each
 * writes its letter into the files that two or three of them have.
 */
final class Dependencies {
  private static final String PREFIX = "appc.invalid/dependency-";
  private static final String TREE = "tree";
  private static final String PINNED = "pinned";
  private static final String POD = "dependencies";
  private static final SpecVersion FIRST_WITH_SIZES = new SpecVersion(0, 6, 0);

  private static final ProbeImage D = letter("d", "/order/diamond");
  private static final ProbeImage E = letter("e", "/order/deep", "/order/under");
  private static final ProbeImage B =
      letter("b", "/order/listed", "/order/own", "/order/deep", "/order/diamond")
          .labelled("version", "1")
          .dependingOn(Dependency.on(D.name()))
          .having("/over/file-then-directory", Item.file("b", 0644))
          .having("/over/directory-then-file", Item.directory(0755))
          .having("/over/directory-then-file/inside", Item.file("b", 0644))
          .having("/over/file-then-link", Item.file("b", 0644))
          .having("/over/target", Item.file("b", 0644))
          .having("/over/link-then-file", Item.symlink("target"))
          .having("/over/real", Item.directory(0755))
          .having("/over/real/mine", Item.file("b", 0644))
          .having("/over/link-then-directory", Item.symlink("real"))
          .running(
              ProbeApp.of("b", ProbeImage.named(PREFIX + "b"), "exit 7")
                  .as("1234", "1234")
                  .in("/over")
                  .with("OF_DEPENDENCY", "b"));
  private static final ProbeImage C =
      letter("c", "/order/listed", "/order/own", "/order/under")
          .labelled("version", "2")
          .dependingOn(Dependency.on(E.name()))
          .dependingOn(Dependency.on(D.name()))
          .having("/over/file-then-directory", Item.directory(0755))
          .having("/over/file-then-directory/inside", Item.file("c", 0644))
          .having("/over/directory-then-file", Item.file("c", 0644))
          .having("/over/file-then-link", Item.symlink("target"))
          .having("/over/link-then-file", Item.file("c", 0644))
          .having("/over/link-then-directory", Item.directory(0755))
          .having("/over/link-then-directory/theirs", Item.file("c", 0644));
  private static final ProbeImage F =
      letter("f", "/listed/kept", "/listed/left").allowing("/listed/kept");
  private static final ProbeImage A =
      ProbeImage.named(PREFIX + "a")
          .having("/order/own", Item.file("a", 0644))
          .dependingOn(Dependency.on(B.name()).labelled("version", "1"))
          .dependingOn(Dependency.on(C.name()))
          .dependingOn(Dependency.on(F.name()));

  /** What is depended on in every way that can be wrong. */
  private static final ProbeImage G = letter("g", "/g").labelled("version", "1");

  private static final String OTHER_ID = "another-image-id";
  private static final String OTHER_SIZE = "another-size";
  private static final String OTHER_LABEL = "another-label";
  private static final String MISSING = "missing";

  /** One pod, and pods beside it that are to be refused. */
  static final List<Scenario> ALL =
      List.of(
          Scenario.of(
                  POD,
                  "an app whose image depends on others, and apps that lack one",
                  Dependencies::play)
              .needing("dependencies")
              .expecting(
                  "in-order", "dependencies-are-rendered-in-order", letters("/order/listed", "c"))
              .expecting(
                  "own-files-last", "files-of-the-image-come-last", letters("/order/own", "a"))
              .expecting(
                  "depth-first",
                  "dependencies-are-rendered-depth-first",
                  scene ->
                      Judgement.all(
                          letters("/order/deep", "e").judge(scene),
                          letters("/order/under", "c").judge(scene)))
              .expecting(
                  "diamond",
                  "diamonds-are-rendered-along-every-path",
                  letters("/order/diamond", "d"))
              .expecting("overwritten", "rendered-paths-are-overwritten", Dependencies::overwritten)
              .expecting(
                  "symlink-replaced", "rendered-symlinks-are-replaced", Dependencies::replaced)
              .expecting(
                  "path-whitelist-of-a-dependency",
                  "path-whitelists-of-dependencies-are-applied",
                  Dependencies::whitelist)
              .expecting(
                  "execution-details",
                  "execution-details-of-dependencies-do-not-apply",
                  Dependencies::execution)
              .expecting(
                  "more-labels",
                  "dependencies-with-more-labels-are-used",
                  letters("/order/listed", "c"))
              .expecting(
                  "another-image-id-refused",
                  "dependencies-with-another-image-id-are-refused",
                  refused(OTHER_ID, "no image has the image ID that the dependency asks for"))
              .expecting(
                  "another-size-refused",
                  "dependencies-of-another-size-are-refused",
                  refused(OTHER_SIZE, "the archive is not as long as the dependency says"))
              .expecting(
                  "another-label-refused",
                  "dependencies-without-the-labels-are-refused",
                  refused(OTHER_LABEL, "the image has version=1, and the dependency asks for 2"))
              .expecting(
                  "missing-refused",
                  "missing-dependencies-are-refused",
                  refused(MISSING, "no image has the name of the dependency")));

  private Dependencies() {}

  private static ProbeImage letter(String letter, String... paths) {
    ProbeImage image = ProbeImage.named(PREFIX + letter).withoutProbe();
    for (String path : paths) {
      image = image.having(path, Item.file(letter, 0644));
    }
    return image;
  }

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    for (ProbeImage image : List.of(D, E, B, C, F)) {
      stage.importImage(image.name(), image);
    }
    String id = stage.importImage(G.name(), G);
    long size = Files.size(stage.archive(G));
    boolean sizes = stage.version().compareTo(FIRST_WITH_SIZES) >= 0;
    Dependency right = Dependency.on(G.name()).withId(id).labelled("version", "1");
    Companions.run(
        stage,
        POD,
        UnaryOperator.identity(),
        List.of(
            ProbeApp.of(TREE, A, looks().toArray(String[]::new)),
            ProbeApp.of(PINNED, depending(PINNED, sizes ? right.sized(size) : right), "read /g")));
    refuse(stage, OTHER_ID, Dependency.on(G.name()).withId(another(id)).labelled("version", "1"));
    refuse(stage, OTHER_LABEL, Dependency.on(G.name()).labelled("version", "2"));
    refuse(stage, MISSING, Dependency.on(PREFIX + "that-nobody-has"));
    if (sizes) {
      refuse(stage, OTHER_SIZE, right.sized(size + 1));
    }
  }

  private static void refuse(Stage stage, String label, Dependency dependency)
      throws DriverException, IOException, InterruptedException {
    stage.tryRun(
        ProbePod.of(label, ProbeApp.of(Refusal.APP, depending(label, dependency), "read /g")));
  }

  private static ProbeImage depending(String name, Dependency dependency) {
    return ProbeImage.named("appc.invalid/needs-" + name).dependingOn(dependency);
  }

  /** An image ID that differs in its last digit. */
  private static String another(String id) {
    return id.substring(0, id.length() - 1) + (id.endsWith("0") ? "1" : "0");
  }

  private static List<String> looks() {
    List<String> looks = new ArrayList<>();
    for (String path :
        List.of(
            "/order/listed",
            "/order/own",
            "/order/deep",
            "/order/under",
            "/order/diamond",
            "/over/target",
            "/over/directory-then-file",
            "/over/link-then-file",
            "/over/file-then-directory/inside",
            "/over/link-then-directory/theirs",
            "/over/real/mine",
            "/listed/kept",
            "/listed/left")) {
      looks.add("read " + path);
    }
    for (String path :
        List.of(
            "file-then-directory",
            "directory-then-file",
            "file-then-link",
            "link-then-file",
            "link-then-directory",
            "real")) {
      looks.add("file /over/" + path);
    }
    looks.addAll(List.of("list /over/real", "env", "cwd", "ids"));
    return looks;
  }

  // --- judgements

  private static Observations tree(Scene scene) throws UnseenException {
    return Companions.find(scene, TREE).main();
  }

  private static Judgement letters(String path, String letter) {
    return scene -> RenderedFiles.content(tree(scene), path, letter);
  }

  private static Outcome overwritten(Scene scene) throws UnseenException {
    Observations seen = tree(scene);
    return Judgement.all(
        type(seen, "/over/file-then-directory", "directory"),
        RenderedFiles.content(seen, "/over/file-then-directory/inside", "c"),
        type(seen, "/over/directory-then-file", "file"),
        RenderedFiles.content(seen, "/over/directory-then-file", "c"),
        type(seen, "/over/file-then-link", "link"),
        type(seen, "/over/link-then-file", "file"),
        RenderedFiles.content(seen, "/over/link-then-file", "c"),
        RenderedFiles.content(seen, "/over/target", "b"));
  }

  private static Outcome type(Observations seen, String path, String type) throws UnseenException {
    Observation file = seen.one("file", "path", path);
    return Judgement.equal(path, type, file.result("type"), file);
  }

  private static Outcome replaced(Scene scene) throws UnseenException {
    Observations seen = tree(scene);
    Observation real = seen.one("list", "path", "/over/real");
    return Judgement.all(
        type(seen, "/over/link-then-directory", "directory"),
        RenderedFiles.content(seen, "/over/link-then-directory/theirs", "c"),
        RenderedFiles.content(seen, "/over/real/mine", "b"),
        Judgement.equal(
            "files in /over/real, which the link led to", 1, real.result("count"), real));
  }

  private static Outcome whitelist(Scene scene) throws UnseenException {
    Observations seen = tree(scene);
    return Judgement.all(
        RenderedFiles.content(seen, "/listed/kept", "f"),
        ImageArchives.absent(seen, "/listed/left"));
  }

  private static Outcome execution(Scene scene) throws UnseenException {
    Observations seen = tree(scene);
    Observation variables = seen.one("env");
    boolean leaked = seen.first("variable", "name", "OF_DEPENDENCY").isPresent();
    Observation ids = seen.one("ids");
    Observation directory = seen.one("cwd");
    return Judgement.all(
        Judgement.when(
            !leaked,
            "the variable of the dependency is not set",
            "of %d variables, OF_DEPENDENCY is %s"
                .formatted(variables.number("count"), leaked ? "one" : "none"),
            variables),
        Judgement.equal("user", 0, ids.number("uid"), ids),
        Judgement.equal("working directory", "/", directory.result("path"), directory));
  }

  private static Judgement refused(String label, String fault) {
    return scene -> {
      Observations pinned = Companions.find(scene, PINNED).main();
      Outcome control = RenderedFiles.content(pinned, "/g", "g");
      return control instanceof Outcome.Passed
          ? Judgement.all(control, Refusal.beside(pinned, label, fault).judge(scene))
          : control;
    };
  }
}
