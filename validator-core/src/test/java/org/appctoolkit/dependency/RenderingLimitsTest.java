package org.appctoolkit.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.dependency.Rendering.Whitelists;
import org.appctoolkit.fixtures.RenderingRecipe;
import org.appctoolkit.image.ImageTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingLimitsTest {
  private static final int WAYS = 40;
  private static final int FILES = 20_000;

  /** An image reached by many ways, on each of which other images have a path whitelist. */
  private static Assembly assembly(boolean ownWhitelists) throws IOException {
    String between =
        IntStream.range(0, WAYS)
            .mapToObj(
                i ->
                    """
                    "c%d": { "manifest": {
                      "dependencies": [{ "imageName": "example.org/b" }]%s } }"""
                        .formatted(i, ownWhitelists ? ", \"pathWhitelist\": [\"/last\"]" : ""))
            .collect(Collectors.joining(","));
    String dependencies =
        IntStream.range(0, WAYS)
            .mapToObj("{ \"imageName\": \"example.org/c%d\" }"::formatted)
            .collect(Collectors.joining(","));
    String files =
        IntStream.range(0, FILES)
            .mapToObj("{ \"name\": \"rootfs/f%d\" },"::formatted)
            .collect(Collectors.joining());
    RenderingRecipe recipe =
        RenderingRecipe.read(
            """
            {
              "description": "none",
              "root": "a",
              "images": {
                "a": { "manifest": { "dependencies": [%s], "pathWhitelist": ["/last"] } },
                %s,
                "b": { "entries": [%s { "name": "rootfs/last" }] }
              },
              "order": [],
              "rootfs": {}
            }
            """
                .formatted(dependencies, between, files));
    return Resolution.of(
            SetCatalogue.image(recipe.images(), "a"),
            new SetCatalogue(recipe.images(), recipe.images().keys()),
            DependencyLimits.DEFAULT)
        .assembly()
        .orElseThrow();
  }

  private static Rendering renderWithLittleRoom(Assembly assembly)
      throws IOException, UnrenderableException {
    List<Layer> layers = Rendering.layers(assembly, ArchiveLimits.DEFAULT, () -> false);
    long names = layers.stream().mapToLong(it -> it.tree().used()).sum();
    ArchiveLimits limits =
        ArchiveLimits.DEFAULT.withTreeBytes(Math.toIntExact(names + 3L * ImageTree.LEAST + 50_000));
    return Rendering.of(assembly, layers, limits, Whitelists.ALL, () -> false);
  }

  @Test
  void pathWhitelistsThatAreTheSameOnAllWaysTakeNoMore() throws Exception {
    Rendering rendering = renderWithLittleRoom(assembly(false));

    assertThat(rendering.has("/last")).isTrue();
  }

  /** Each pass asks twice: when its path whitelists are applied, and when it is put down. */
  @ParameterizedTest
  @ValueSource(ints = {0, WAYS, WAYS + 5, 2 * WAYS + 4})
  void renderingEndsWhenTimeIsUp(int answers) throws Exception {
    Assembly assembly = assembly(true);
    List<Layer> layers = Rendering.layers(assembly, ArchiveLimits.DEFAULT, () -> false);
    AtomicInteger asked = new AtomicInteger();

    assertThatThrownBy(
            () ->
                Rendering.of(
                    assembly,
                    layers,
                    ArchiveLimits.DEFAULT,
                    Whitelists.ALL,
                    () -> asked.getAndIncrement() >= answers))
        .isInstanceOfSatisfying(
            UnrenderableException.class,
            it -> assertThat(it.reason()).isEqualTo(UnrenderableException.Reason.TIME));
    assertThat(asked).hasValue(answers + 1);
  }

  @Test
  void whatPathWhitelistsLeaveIsCountedAsNamesAre() throws IOException {
    Assembly assembly = assembly(true);

    assertThatThrownBy(() -> renderWithLittleRoom(assembly))
        .isInstanceOfSatisfying(
            UnrenderableException.class,
            it -> assertThat(it.reason()).isEqualTo(UnrenderableException.Reason.LIMIT));
  }
}
