package org.appctoolkit.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.fixtures.ImageSet;
import org.appctoolkit.fixtures.RenderingRecipe;
import org.junit.jupiter.api.Test;

class ResolutionTest {
  private static ImageSet images() throws IOException {
    return RenderingRecipe.read(
            """
            {
              "description": "a depends on nothing that is there, on d, and on b, c, d in a row",
              "root": "a",
              "images": {
                "a": {
                  "manifest": {
                    "dependencies": [
                      { "imageName": "example.org/none" },
                      { "imageName": "example.org/d" },
                      { "imageName": "example.org/b" }
                    ]
                  }
                },
                "b": { "manifest": { "dependencies": [{ "imageName": "example.org/c" }] } },
                "c": { "manifest": { "dependencies": [{ "imageName": "example.org/d" }] } },
                "d": {}
              },
              "order": [],
              "rootfs": {}
            }
            """)
        .images();
  }

  private static Resolution resolve(KnownImage root, DependencyLimits limits) throws IOException {
    ImageSet images = images();
    return Resolution.of(root, new SetCatalogue(images, images.keys()), limits);
  }

  @Test
  void aChainThatIsTooLongIsToldWhereItBegins() throws IOException {
    KnownImage root = SetCatalogue.image(images(), "a");

    Resolution resolution = resolve(root, new DependencyLimits(2, 256, 1024));

    assertThat(resolution.obstacles())
        .filteredOn(it -> it.kind() == Obstacle.Kind.TOO_DEEP)
        .extracting(Obstacle::pointer)
        .containsExactly(Pointer.ROOT.key("dependencies").index(2));
  }

  @Test
  void theLimitOfImagesIsThatOfAnImageWithoutIdToo() throws IOException {
    KnownImage known = SetCatalogue.image(images(), "b");
    KnownImage root = new KnownImage(List.of(), 0, known.text(), known.manifest(), known.source());

    assertThat(resolve(root, new DependencyLimits(32, 1, 1024)).obstacles())
        .extracting(Obstacle::kind)
        .containsExactly(Obstacle.Kind.TOO_MANY_IMAGES);
    assertThat(resolve(root, new DependencyLimits(32, 2, 1024)).obstacles()).isEmpty();
  }
}
