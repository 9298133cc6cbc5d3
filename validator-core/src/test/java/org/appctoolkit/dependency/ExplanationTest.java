package org.appctoolkit.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.dependency.Explanation.Fate;
import org.appctoolkit.fixtures.RenderingRecipe;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  /** The image a depends on b, and each adds entries to a rootfs without any. */
  private static List<Explanation> explain(String manifest, String of, String ofOther, String path)
      throws IOException, UnrenderableException {
    RenderingRecipe recipe =
        RenderingRecipe.read(
            """
            {
              "description": "none",
              "root": "a",
              "images": {
                "a": {
                  "manifest": { "dependencies": [{ "%s": "example.org/b" }], %s },
                  "without": ["rootfs/bin", "rootfs/bin/app"],
                  "entries": [%s]
                },
                "b": { "without": ["rootfs/bin", "rootfs/bin/app"], "entries": [%s] }
              },
              "order": ["b", "a"],
              "rootfs": {}
            }
            """
                .formatted(
                    manifest.contains("0.5.1") ? "app" : "imageName", manifest, of, ofOther));
    Resolution resolution =
        Resolution.of(
            SetCatalogue.image(recipe.images(), "a"),
            new SetCatalogue(recipe.images(), recipe.images().keys()),
            DependencyLimits.DEFAULT);
    return Rendering.of(resolution.assembly().orElseThrow(), ArchiveLimits.DEFAULT).explain(path);
  }

  private static Stream<Fate> fates(List<Explanation> explanations) {
    return explanations.stream().map(Explanation::fate);
  }

  @Test
  void aFileIsReplacedByADirectoryThatThePathWhitelistAsksFor() throws Exception {
    List<Explanation> explanations =
        explain(
            """
            "acVersion": "0.5.1", "pathWhitelist": ["/data/"]""",
            "",
            """
            { "name": "rootfs/data", "content": "b" }""",
            "/data");

    assertThat(fates(explanations)).containsExactly(Fate.LOST, Fate.ABSENT);
    assertThat(explanations.get(0).message())
        .isEqualTo(
            "has a file, replaced by the directory that the path whitelist of"
                + " \"example.org/a\" asks for");
  }

  @Test
  void aDirectoryWithoutEntryHasTheEntryOfAnotherPass() throws Exception {
    List<Explanation> explanations =
        explain(
            """
            "pathWhitelist": []""",
            """
            { "name": "rootfs/etc/a", "content": "a" }""",
            """
            { "name": "rootfs/etc/", "mode": "0700" }""",
            "/etc");

    assertThat(fates(explanations)).containsExactly(Fate.KEPT, Fate.CHANGED);
    assertThat(explanations.get(1).message())
        .isEqualTo("has a directory, whose mode, owner and time are those of pass 1");
  }

  @Test
  void aDirectoryInWhichNothingIsLeftIsRemoved() throws Exception {
    List<Explanation> explanations =
        explain(
            """
            "pathWhitelist": ["/etc/none"]""",
            """
            { "name": "rootfs/etc/" }""",
            "",
            "/etc");

    assertThat(fates(explanations)).containsExactly(Fate.ABSENT, Fate.EMPTY);
    assertThat(explanations.get(1).message())
        .isEqualTo("has a directory, removed in the end, as nothing is left in it");
  }

  @Test
  void aDirectoryWithoutEntryAndWithNothingLeftDoesNotReplaceAFile() throws Exception {
    List<Explanation> explanations =
        explain(
            """
            "pathWhitelist": ["/etc", "/etc/none"]""",
            "",
            """
            { "name": "rootfs/etc", "content": "b" }""",
            "/etc");

    assertThat(fates(explanations)).containsExactly(Fate.KEPT, Fate.ABSENT);
  }
}
