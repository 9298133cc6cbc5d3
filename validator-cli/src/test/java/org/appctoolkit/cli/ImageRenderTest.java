package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.appc;
import static org.appctoolkit.cli.Run.appcAsRoot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code appc image render} and {@code flatten}, and {@code validate --store}. */
class ImageRenderTest {
  @TempDir private Path folder = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void store() {
    store = folder.resolve("store");
  }

  /** Makes an image of files and of what depends on it; a path with a slash is a directory. */
  private Path image(String name, String more, Map<String, String> files) throws IOException {
    Path layout = folder.resolve("layout-" + name);
    Path rootfs = Files.createDirectories(layout.resolve("rootfs"));
    Files.writeString(
        layout.resolve("manifest"),
        """
        { "acKind": "ImageManifest", "acVersion": "0.8.11", "name": "example.org/%s"%s }
        """
            .formatted(name, more));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = rootfs.resolve(file.getKey());
      Files.createDirectories(file.getKey().endsWith("/") ? path : path.getParent());
      if (!file.getKey().endsWith("/")) {
        Files.writeString(path, file.getValue());
      }
    }
    Path archive = folder.resolve(name + ".aci");
    Run run = appc("image", "build", layout, archive);
    assertThat(run.status()).as(run.err()).isZero();
    return archive;
  }

  private void add(Path... archives) {
    List<Object> arguments = new ArrayList<>(List.of("store", "add", "--store", store));
    arguments.addAll(List.of(archives));
    Run run = appc(arguments.toArray());
    assertThat(run.status()).as(run.err()).isZero();
  }

  private static String dependencies(String... names) {
    List<String> objects =
        Stream.of(names).map("{ \"imageName\": \"example.org/%s\" }"::formatted).toList();
    return ", \"dependencies\": [" + String.join(", ", objects) + "]";
  }

  /** Two images depend on a third one, and the image on both. */
  private Path diamond() throws IOException {
    add(
        image("d", "", Map.of("all", "d", "of-d", "d")),
        image("b", dependencies("d"), Map.of("all", "b", "of-b-and-d", "b")),
        image("c", dependencies("d"), Map.of("all", "c")));
    return image("a", dependencies("b", "c"), Map.of("all", "a", "bin/", ""));
  }

  // --- owners

  /** An image with a file of somebody else that sets its user ID. */
  private Path imageOfSomebodyElse() throws IOException {
    Path archive = image("a", "", Map.of("su", ""));
    Path su = folder.resolve("layout-a/rootfs/su");
    assumeTrue(
        Files.getAttribute(su, "unix:uid").equals(0), "only root can make files of somebody else");
    Files.setAttribute(su, "unix:uid", 1234);
    Files.setAttribute(su, "unix:gid", 2345);
    Files.setAttribute(su, "unix:mode", 0104755);
    Run run = appc("image", "build", "--overwrite", folder.resolve("layout-a"), archive);
    assertThat(run.status()).as(run.err()).isZero();
    return archive;
  }

  private static List<Object> ownersAndMode(Path file) throws IOException {
    return List.of(
        Files.getAttribute(file, "unix:uid"),
        Files.getAttribute(file, "unix:gid"),
        (int) Files.getAttribute(file, "unix:mode") & 07777);
  }

  @Test
  void rootGetsTheOwnersAndTheModesOfTheArchive() throws IOException {
    Path archive = imageOfSomebodyElse();
    Path target = folder.resolve("target");

    Run run = appcAsRoot("image", "render", "--store", store, archive, target);

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(ownersAndMode(target.resolve("rootfs/su"))).isEqualTo(List.of(1234, 2345, 04755));
  }

  @Test
  void everybodyElseIsToldThatOwnersTakeRoot() throws IOException {
    Path archive = imageOfSomebodyElse();
    Path target = folder.resolve("target");

    Run run = appc("image", "render", "--store", store, archive, target);

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("everything belongs to you").contains("--no-owners");
    assertThat(ownersAndMode(target.resolve("rootfs/su"))).isEqualTo(List.of(0, 0, 0755));
  }

  @Test
  void ownersThatAreNotWantedAreLeftOutWithoutAWord() throws IOException {
    Path archive = imageOfSomebodyElse();
    Path target = folder.resolve("target");

    Run run = appcAsRoot("image", "render", "--no-owners", "--store", store, archive, target);

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(ownersAndMode(target.resolve("rootfs/su"))).isEqualTo(List.of(0, 0, 0755));
  }

  // --- order

  @Test
  void theOrderOfTheTextIsThatOfThePasses() throws IOException {
    add(
        image("d", "", Map.of("d", "")),
        image("b", "", Map.of("b", "")),
        image("c", dependencies("d"), Map.of("c", "")));
    Path chain = image("a", dependencies("b", "c"), Map.of("a", ""));

    Run run = appc("image", "render", "--dry-run", "--store", store, chain);

    assertThat(passes(run)).containsExactly("b", "d", "c", "a");
  }

  @Test
  void anImageIsExtractedAsOftenAsItIsReached() throws IOException {
    Path root = diamond();

    Run run = appc("image", "render", "--dry-run", "--store", store, root);

    assertThat(passes(run)).containsExactly("d", "b", "d", "c", "a");
    assertThat(run.out().lines().filter(it -> !it.startsWith("pass")))
        .containsExactly(
            "     5 d /",
            "     5 - /all",
            "     5 d /bin",
            "     2 - /of-b-and-d",
            "     3 - /of-d");
  }

  private static List<String> passes(Run run) {
    return run.out()
        .lines()
        .filter(it -> it.startsWith("pass "))
        .map(it -> it.replaceAll("pass [0-9]+: example[.]org/([a-z]+).*", "$1"))
        .toList();
  }

  @Test
  void whatEachPassDoesToAPathIsExplained() throws IOException {
    Path root = diamond();

    Run run =
        appc("image", "render", "--explain", "/all", "--explain", "/no", "--store", store, root);

    assertThat(run.out())
        .isEqualTo(
            """
            /all
                pass 1, example.org/d: has a file, overwritten by pass 2
                pass 2, example.org/b: has a file, overwritten by pass 3
                pass 3, example.org/d: has a file, overwritten by pass 4
                pass 4, example.org/c: has a file, overwritten by pass 5
                pass 5, example.org/a: has a file: this is what is there
            /no: not in the rendered rootfs
                pass 1, example.org/d: has nothing there
                pass 2, example.org/b: has nothing there
                pass 3, example.org/d: has nothing there
                pass 4, example.org/c: has nothing there
                pass 5, example.org/a: has nothing there
            """);
  }

  @Test
  void aPathWhitelistIsExplained() throws IOException {
    add(image("base", "", Map.of("kept", "", "left-out", "", "both/x", "")));
    Path root =
        image("top", dependencies("base") + ", \"pathWhitelist\": [\"/kept\"]", Map.of("mine", ""));

    Run run =
        appc(
            "image",
            "render",
            "--explain",
            "/left-out",
            "--explain",
            "/both",
            "--store",
            store,
            root);

    assertThat(run.out())
        .isEqualTo(
            """
            /left-out: not in the rendered rootfs
                pass 1, example.org/base: has a file, which the path whitelist of "example.org/top" leaves out
                pass 2, example.org/top: has nothing there
            /both: not in the rendered rootfs
                pass 1, example.org/base: has a directory, which the path whitelist of "example.org/top" leaves out
                pass 2, example.org/top: has nothing there
            """);
  }

  @Test
  void theRootfsIsRenderedIntoALayout() throws IOException {
    Path root = diamond();
    Path target = folder.resolve("target");

    Run run = appc("image", "render", "--no-owners", "--store", store, root, target);

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(target.resolve("rootfs/all")).hasContent("a");
    assertThat(target.resolve("rootfs/of-d")).hasContent("d");
    assertThat(target.resolve("rootfs/of-b-and-d")).hasContent("b");
    assertThat(Files.readString(target.resolve("manifest"))).doesNotContain("dependencies");
  }

  @Test
  void anImageOfTheStoreIsNamedByIdOrName() throws IOException {
    Path root = diamond();
    add(root);
    String id = appc("image", "id", root).out().strip();

    Run byName = appc("image", "render", "--dry-run", "--store", store, "example.org/a");
    Run byId = appc("image", "render", "--dry-run", "--store", store, id);
    Run byBeginning = appc("image", "render", "--dry-run", "--store", store, id.substring(0, 20));

    assertThat(passes(byName)).containsExactly("d", "b", "d", "c", "a");
    assertThat(byId).isEqualTo(byName);
    assertThat(byBeginning).isEqualTo(byName);
  }

  @Test
  void aFlatImageHasEverythingAndDependsOnNothing() throws IOException {
    Path root = diamond();
    Path flat = folder.resolve("flat.aci");

    Run run = appc("image", "flatten", "--store", store, root, flat);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(appc("image", "id", flat).out());
    assertThat(appc("image", "ls", flat).out().lines().map(it -> it.replaceFirst("/$", "")))
        .containsExactly(
            "manifest", "rootfs", "rootfs/bin", "rootfs/of-d", "rootfs/of-b-and-d", "rootfs/all");
    assertThat(
            appc("validate", "--fail-on", "warning", "--rule", "image-archive-is-signed=off", flat)
                .status())
        .isZero();
  }

  @Test
  void theSameImagesMakeTheSameFlatImage() throws IOException {
    Path root = diamond();

    Run one = appc("image", "flatten", "--store", store, root, folder.resolve("one.aci"));
    Run other = appc("image", "flatten", "--store", store, root, folder.resolve("other.aci"));

    assertThat(one.out()).isEqualTo(other.out()).startsWith("sha512-");
    assertThat(folder.resolve("one.aci")).hasSameBinaryContentAs(folder.resolve("other.aci"));
  }

  @Test
  void aMissingDependencyIsTold() throws IOException {
    add(image("d", "", Map.of("d", "")));
    Path root = image("a", dependencies("d", "missing"), Map.of("a", ""));
    Path target = folder.resolve("target");

    Run run = appc("image", "render", "--store", store, root, target);

    assertThat(run.status()).isEqualTo(ExitStatus.FINDINGS.code());
    assertThat(run.err())
        .isEqualTo(
            "appc: %s: the store has no image called \"example.org/missing\" (/dependencies/1)%n"
                .formatted(root));
    assertThat(target).doesNotExist();
  }

  @Test
  void aLimitHasAnExitStatusOfItsOwn() throws IOException {
    Path root = diamond();

    Run run = appc("image", "render", "--dry-run", "--max-passes", "4", "--store", store, root);

    assertThat(run.status()).isEqualTo(ExitStatus.LIMIT.code());
    assertThat(run.err()).contains("rendering takes more than 4 passes");
  }

  @Test
  void withoutAStoreThereAreNoDependencies() throws IOException {
    Path root = image("a", dependencies("d"), Map.of("a", ""));

    Run run = appc("image", "render", "--dry-run", "--store", folder.resolve("none"), root);

    assertThat(run.status()).isEqualTo(ExitStatus.NOT_READ.code());
    assertThat(run.err()).contains("none").doesNotContain("Exception");
  }

  @Test
  void aTargetThatIsNotEmptyIsLeftAlone() throws IOException {
    Path root = diamond();
    Path target = Files.createDirectory(folder.resolve("target"));
    Files.writeString(target.resolve("mine"), "mine");

    Run run = appc("image", "render", "--store", store, root, target);

    assertThat(run.status()).isEqualTo(ExitStatus.NOT_READ.code());
    assertThat(target.resolve("mine")).hasContent("mine");
    assertThat(target.resolve("rootfs")).doesNotExist();
  }

  @Test
  void whereToHasToBeSaidUnlessNothingIsWritten() throws IOException {
    Path root = diamond();

    assertThat(appc("image", "render", root).status()).isEqualTo(ExitStatus.MISUSE.code());
    assertThat(appc("image", "render", "--dry-run", root, folder.resolve("x")).status())
        .isEqualTo(ExitStatus.MISUSE.code());
  }

  @Test
  void anImageIsJudgedTogetherWithItsDependencies() throws IOException {
    add(image("d", "", Map.of("bin/tool", "")));
    String app = ", \"app\": { \"exec\": [\"/bin/tool\"], \"user\": \"0\", \"group\": \"0\" }";
    Path root = image("a", dependencies("d") + app, Map.of("a", ""));

    Run alone = appc("validate", root);
    Run together = appc("validate", "--store", store, root);

    assertThat(alone.out())
        .contains("executables-are-in-this-image")
        .doesNotContain("executables-are-executable");
    assertThat(together.out())
        .contains("executables-are-executable")
        .doesNotContain("executables-are-in-this-image");
  }

  @Test
  void aPodIsJudgedTogetherWithItsImages() throws IOException {
    Path archive =
        image(
            "web",
            ", \"app\": { \"exec\": [\"/web\"], \"user\": \"0\", \"group\": \"0\","
                + " \"mountPoints\": [{ \"name\": \"data\", \"path\": \"/data\" }] }",
            Map.of("web", ""));
    add(archive);
    String id = appc("image", "id", archive).out().strip();
    Path pod =
        Files.writeString(
            folder.resolve("pod.json"),
            """
            { "acKind": "PodManifest", "acVersion": "0.8.11",
              "apps": [{ "name": "web", "image": { "id": "%s", "name": "example.org/web" } }] }
            """
                .formatted(id));

    assertThat(appc("validate", pod).status()).isZero();
    assertThat(appc("validate", "--store", store, pod))
        .satisfies(run -> assertThat(run.status()).isEqualTo(ExitStatus.FINDINGS.code()))
        .satisfies(run -> assertThat(run.out()).contains("pod-is-reified"));
  }

  @Test
  void aStoreThatIsNotThereCannotBeLookedAt() throws IOException {
    Path root = image("a", "", Map.of("a", ""));

    Run run = appc("validate", "--store", folder.resolve("none"), root);

    assertThat(run.status()).isEqualTo(ExitStatus.NOT_READ.code());
    assertThat(run.err()).contains("none");
  }

  @Test
  void theNameOfAnImageIsNotEmpty() {
    Run run = appc("image", "render", "--dry-run", "--store", store, "");

    assertThat(run.status()).isEqualTo(ExitStatus.MISUSE.code());
    assertThat(run.err()).contains("the name of the image is empty");
  }
}
