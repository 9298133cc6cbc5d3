package org.appctoolkit.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.fixtures.ExpectedEntry;
import org.appctoolkit.fixtures.RenderingRecipe;
import org.appctoolkit.layout.Extraction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Renders the images of all recipes and compares what there is with what there must be. */
class RenderingFixturesTest {
  private static final Path RENDERINGS = Path.of("..", "fixtures", "renderings");

  @TempDir private Path directory = Path.of("");

  static List<String> recipes() throws IOException {
    try (Stream<Path> files = Files.walk(RENDERINGS)) {
      return files
          .filter(it -> it.toString().endsWith(".json"))
          .map(it -> RENDERINGS.relativize(it).toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void whatIsRenderedIsWhatIsExpected(String file) throws IOException, UnrenderableException {
    RenderingRecipe recipe = RenderingRecipe.read(RENDERINGS.resolve(file));
    KnownImage root = SetCatalogue.image(recipe.images(), recipe.root());
    Resolution resolution =
        Resolution.of(
            root,
            new SetCatalogue(recipe.images(), recipe.images().keys()),
            DependencyLimits.DEFAULT);

    if (recipe.refused().isPresent()) {
      assertThat(isRefused(resolution, recipe)).as(recipe.description()).isTrue();
      return;
    }
    Assembly assembly = resolution.assembly().orElseThrow();
    Map<String, String> keys = new LinkedHashMap<>();
    for (String key : recipe.images().keys()) {
      keys.put(recipe.images().id(key), key);
    }
    List<String> order =
        assembly.passes().stream()
            .map(it -> keys.get(assembly.image(it).ids().get(0).toString()))
            .toList();
    Rendering rendering = Rendering.of(assembly, ArchiveLimits.DEFAULT);
    Map<String, RenderedFile> rendered = RenderedFile.all(rendering.source(new byte[0]));

    assertThat(order).as(recipe.description()).isEqualTo(recipe.order());
    assertThat(new TreeMap<>(rendered).keySet())
        .as(recipe.description())
        .isEqualTo(new TreeMap<>(recipe.rootfs()).keySet());
    for (Map.Entry<String, ExpectedEntry> expected : recipe.rootfs().entrySet()) {
      assertThat(
              Objects.requireNonNull(rendered.get(expected.getKey()))
                  .differences(expected.getValue(), rendered))
          .as(recipe.description() + " " + expected.getKey())
          .isEmpty();
    }
    for (Rendering.Origin origin : rendering.origins()) {
      Optional<String> from =
          Objects.requireNonNull(recipe.rootfs().get(origin.path().text())).from();
      from.ifPresent(
          it ->
              assertThat(order.get(origin.pass() - 1))
                  .as(recipe.description() + " " + origin.path())
                  .isEqualTo(it));
    }
  }

  private boolean isRefused(Resolution resolution, RenderingRecipe recipe) throws IOException {
    if (resolution.assembly().isEmpty()) {
      return true;
    }
    try {
      Rendering rendering = Rendering.of(resolution.assembly().get(), ArchiveLimits.DEFAULT);
      Path target = Files.createDirectory(directory.resolve("target"));
      for (Map.Entry<String, ExpectedEntry> there : recipe.target().entrySet()) {
        put(target, there.getKey(), there.getValue());
      }
      Extraction.extract(
          rendering.source(new byte[0]), target, Extraction.Options.DEFAULT, ArchiveLimits.DEFAULT);
      return false;
    } catch (UnrenderableException | IOException e) {
      return true;
    }
  }

  private static void put(Path target, String path, ExpectedEntry entry) throws IOException {
    Path file = target.resolve(path.substring(1));
    switch (entry.type()) {
      case "directory" -> Files.createDirectories(file);
      case "symlink" -> Files.createSymbolicLink(file, Path.of(entry.target().orElseThrow()));
      default -> Files.write(file, entry.content().orElse(new byte[0]));
    }
  }
}
