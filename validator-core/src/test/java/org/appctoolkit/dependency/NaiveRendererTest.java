package org.appctoolkit.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.fixtures.ExpectedEntry;
import org.appctoolkit.fixtures.RenderingRecipe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the model that renderings are compared with is right itself. */
class NaiveRendererTest {
  private static final Path RENDERINGS = Path.of("..", "fixtures", "renderings");

  static List<String> recipes() throws IOException {
    List<String> recipes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(RENDERINGS)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".json")).sorted().toList()) {
        if (RenderingRecipe.read(file).refused().isEmpty()) {
          recipes.add(RENDERINGS.relativize(file).toString());
        }
      }
    }
    return recipes;
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void modelDoesWhatIsExpected(String file) throws IOException {
    RenderingRecipe recipe = RenderingRecipe.read(RENDERINGS.resolve(file));

    NaiveRenderer rendered = NaiveRenderer.render(recipe.images(), recipe.root());

    assertThat(rendered.order()).as(recipe.description()).isEqualTo(recipe.order());
    Map<String, String> told = rendered.told();
    assertThat(told.keySet())
        .as(recipe.description())
        .containsExactlyInAnyOrderElementsOf(recipe.rootfs().keySet());
    recipe
        .rootfs()
        .forEach(
            (path, expected) -> {
              assertThat(Objects.requireNonNull(told.get(path)))
                  .as(recipe.description() + " " + path)
                  .satisfies(it -> check(it, path, expected));
              expected
                  .from()
                  .ifPresent(
                      key ->
                          assertThat(rendered.from(path))
                              .as(recipe.description() + " " + path)
                              .isEqualTo(key));
            });
  }

  private static void check(String told, String path, ExpectedEntry expected) {
    String type =
        switch (expected.type()) {
          case "symlink" -> "SYMBOLIC_LINK";
          case "char" -> "CHARACTER_DEVICE";
          case "block" -> "BLOCK_DEVICE";
          default -> expected.type().toUpperCase(Locale.ROOT);
        };
    assertThat(told).startsWith(type + " ");
    expected.mode().ifPresent(it -> assertThat(told).contains(" %04o ".formatted(it)));
    expected.uid().ifPresent(it -> assertThat(told).contains(" " + it + ":"));
    expected.gid().ifPresent(it -> assertThat(told).containsPattern(":" + it + "\\b"));
    expected.target().ifPresent(it -> assertThat(told).endsWith(" to " + Octets.of(it)));
    if (type.equals("FILE")) {
      assertThat(told).contains(" the same as " + expected.sameFileAs().orElse(path) + " with ");
    }
    expected
        .content()
        .filter(it -> it.length < 100)
        .ifPresent(it -> assertThat(told).endsWith(" with " + Octets.of(it)));
  }
}
