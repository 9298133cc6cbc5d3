package org.appctoolkit.dependency;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.fixtures.RenderingRecipe;
import org.junit.jupiter.api.Test;

class LayerTest {
  private static List<Layer> layers(String entries) throws IOException, UnrenderableException {
    RenderingRecipe recipe =
        RenderingRecipe.read(
            """
            {
              "description": "none",
              "root": "a",
              "images": { "a": { "entries": [%s] } },
              "order": [],
              "rootfs": {}
            }
            """
                .formatted(entries));
    return Rendering.layers(
        Assembly.of(SetCatalogue.image(recipe.images(), "a")), ArchiveLimits.DEFAULT, () -> false);
  }

  @Test
  void refusesANameBesideManifestAndRootfs() {
    assertThatThrownBy(() -> layers("{ \"name\": \"rootfs/a\" }, { \"name\": \"beside\" }"))
        .isInstanceOf(UnrenderableException.class)
        .hasMessageContaining("a name is neither the manifest nor in the rootfs, at \"beside\"");
  }
}
