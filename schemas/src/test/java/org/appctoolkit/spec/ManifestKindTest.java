package org.appctoolkit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestKindTest {
  @ParameterizedTest
  @EnumSource
  void kindIsFoundByItsNames(ManifestKind kind) {
    assertThat(ManifestKind.ofAcKind(kind.acKind())).contains(kind);
    assertThat(ManifestKind.ofId(kind.id())).contains(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "imagemanifest", "ImageManifest ", "IMAGE_MANIFEST", "AppManifest"})
  void noKindHasAnotherName(String name) {
    assertThat(ManifestKind.ofAcKind(name)).isEmpty();
    assertThat(ManifestKind.ofId(name)).isEmpty();
  }

  @Test
  void atEveryVersionThereAreTwoKinds() {
    for (SpecVersion version : SpecVersion.KNOWN) {
      assertThat(ManifestKind.values())
          .filteredOn(kind -> kind.versions().contains(version))
          .as(version.toString())
          .hasSize(2)
          .contains(ManifestKind.IMAGE_MANIFEST);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IMAGE_MANIFEST, 0.3.0, 0.3.0",
    "POD_MANIFEST, 0.3.0, 0.5.0",
    "POD_MANIFEST, 0.5.0, 0.5.0",
    "POD_MANIFEST, 0.7.2, 0.7.2",
    "POD_MANIFEST, 9.9.9, 0.8.11",
    "CONTAINER_RUNTIME_MANIFEST, 0.4.1, 0.4.1",
    "CONTAINER_RUNTIME_MANIFEST, 0.8.11, 0.4.1",
    "CONTAINER_RUNTIME_MANIFEST, 0.0.1, 0.1.1"
  })
  void nearestVersionIsOneThatDefinesTheKind(
      ManifestKind kind, String version, String nearestVersion) {
    SpecVersion nearest = kind.nearest(SpecVersion.parse(version).orElseThrow());

    assertThat(nearest).hasToString(nearestVersion);
  }
}
