package org.appctoolkit.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestSearchTest {
  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void someFiles() throws IOException {
    write("manifest", "nothing yet");
    write("pods/web.json", "{\"acKind\": \"PodManifest\"");
    write("pods/other.json", "{\"kind\": \"Pod\"}");
    write("rootfs/etc/manifest", "not ours");
    write("old.aci", "no manifest");
    write(".git/manifest", "not ours");
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> found(List<String> includes, List<String> excludes) {
    return new ManifestSearch(includes, excludes)
        .candidates(directory, Optional.empty()).stream()
            .map(it -> directory.relativize(Path.of(it.name())).toString())
            .toList();
  }

  @Test
  void manifestsAreToldByNameOrContent() {
    assertThat(found(List.of(), List.of())).containsExactly("manifest", "pods/web.json");
  }

  @Test
  void whatIsIncludedIsTakenWhateverIsInIt() {
    assertThat(found(List.of("**/*.json"), List.of()))
        .containsExactly("pods/other.json", "pods/web.json");
  }

  @Test
  void whatIsExcludedReplacesTheUsual() {
    assertThat(found(List.of(), List.of("pods/**")))
        .containsExactly("manifest", "rootfs/etc/manifest");
  }

  @Test
  void nothingIsFoundWhereNothingIs() {
    assertThat(
            new ManifestSearch(List.of(), List.of())
                .candidates(directory.resolve("nowhere"), Optional.empty()))
        .isEmpty();
  }
}
