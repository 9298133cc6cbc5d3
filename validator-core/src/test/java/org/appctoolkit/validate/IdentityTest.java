package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.spec.ManifestKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As what a document is judged. */
class IdentityTest {
  private static final Validator VALIDATOR = new Validator(Settings.DEFAULT);

  private static Judgement judge(String text) {
    return VALIDATOR.judge(Source.of("text", text));
  }

  private static List<String> rules(Judgement judgement) {
    return judgement.findings().all().stream().map(Finding::rule).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "0.1.0, 0.1.1",
    "0.1.1, 0.1.1",
    "0.5.3, 0.5.2",
    "0.7.1+git, 0.7.1",
    "0.7.1-rc.1, 0.7.1",
    "0.8.10, 0.8.10",
    "0.8.12, 0.8.11",
    "1.26.0, 0.8.11",
    "9.9.9, 0.8.11",
    "'', 0.8.11",
    "v0.7.1, 0.8.11",
    "0.7, 0.8.11",
    "0.7.1.2, 0.8.11",
    "0.7.1 , 0.7.1",
    "' 0.7.1', 0.8.11",
    "latest, 0.8.11",
    "0.1234567890.0, 0.8.11",
    "00.5.2, 0.8.11"
  })
  void rulesAreThoseOfTheTagAtOrJustBelowTheAcVersion(String acVersion, String version) {
    Judgement judgement =
        judge("{\"acKind\":\"ImageManifest\",\"acVersion\":\"" + acVersion + "\"}");

    assertThat(judgement.version()).hasToString(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"acVersion\":null}",
        "{\"acVersion\":5}",
        "{\"acVersion\":0.52}",
        "{\"acVersion\":[\"0.5.2\"]}",
        "{\"AcVersion\":\"0.5.2\"}",
        "[]",
        "null",
        "",
        "{"
      })
  void rulesAreTheNewestWhereThereIsNoVersion(String text) {
    assertThat(judge(text).version()).hasToString("0.8.11");
  }

  @ParameterizedTest
  @CsvSource({
    "ImageManifest, 0.3.0, IMAGE_MANIFEST, 0.3.0",
    "ContainerRuntimeManifest, 0.3.0, CONTAINER_RUNTIME_MANIFEST, 0.3.0",
    "PodManifest, 0.5.0, POD_MANIFEST, 0.5.0",
    "PodManifest, 0.3.0, POD_MANIFEST, 0.5.0",
    "ContainerRuntimeManifest, 0.8.11, CONTAINER_RUNTIME_MANIFEST, 0.4.1"
  })
  void kindIsWhatTheManifestSaysAtTheNearestVersionThatHasIt(
      String acKind, String acVersion, ManifestKind kind, String version) {
    Judgement judgement =
        judge("{\"acKind\":\"" + acKind + "\",\"acVersion\":\"" + acVersion + "\"}");

    assertThat(judgement.kind()).contains(kind);
    assertThat(judgement.version()).hasToString(version);
    assertThat(rules(judgement).contains("manifest-kind-exists-at-its-version"))
        .isEqualTo(!version.equals(acVersion));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | IMAGE_MANIFEST",
        "{\"app\":{}} | IMAGE_MANIFEST",
        "{\"apps\":[]} | POD_MANIFEST",
        "{\"apps\":null} | POD_MANIFEST",
        "{\"apps\":[],\"acVersion\":\"0.5.0\"} | POD_MANIFEST",
        "{\"apps\":[],\"acVersion\":\"0.4.1\"} | CONTAINER_RUNTIME_MANIFEST",
        "{\"acKind\":7,\"apps\":[]} | POD_MANIFEST",
        "{\"acKind\":\"Pod\",\"apps\":[]} | POD_MANIFEST",
        "{\"acKind\":\"Pod\"} | IMAGE_MANIFEST"
      })
  void kindIsGuessedByTheKeysWhereItIsNotSaid(String text, ManifestKind kind) {
    assertThat(judge(text).kind()).contains(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "imagemanifest, 0.8.11, manifest-kind-is-known",
    "Pod, 0.8.11, manifest-kind-is-known",
    "'', 0.5.1, manifest-kind-is-known",
    "Image-Manifest, 0.5.1, manifest-kind-is-known",
    "Image-Manifest, 0.5.2, ac-kind-is-alphanumeric",
    "'', 0.8.11, ac-kind-is-alphanumeric",
    "'ImageManifest ', 0.8.11, ac-kind-is-alphanumeric",
    "ImageManifest\u00e9, 0.8.11, ac-kind-is-alphanumeric"
  })
  void anUnknownKindIsOneFindingAboutTheKind(String acKind, String acVersion, String rule) {
    Judgement judgement =
        judge(
            "{\"acKind\":\""
                + acKind
                + "\",\"acVersion\":\""
                + acVersion
                + "\",\"name\":\"example.com/a\"}");

    assertThat(rules(judgement)).containsExactly(rule);
  }

  @Test
  void helpNamesTheKindsOfTheVersion() {
    Judgement old = judge("{\"acKind\":\"Pod\",\"acVersion\":\"0.4.1\",\"name\":\"a.b/c\"}");
    Judgement young = judge("{\"acKind\":\"Pod\",\"acVersion\":\"0.5.0\",\"name\":\"a.b/c\"}");

    assertThat(old.findings().all().get(0).help())
        .contains("ImageManifest or ContainerRuntimeManifest");
    assertThat(young.findings().all().get(0).help()).contains("ImageManifest or PodManifest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AppManifest", "AppImageManifest", "FilesetManifest"})
  void anObsoleteKindIsNotJudgedFurther(String acKind) {
    Judgement judgement = judge("{\"acKind\":\"" + acKind + "\",\"nonsense\":true}");

    assertThat(judgement.kind()).isEqualTo(Optional.empty());
    assertThat(rules(judgement)).containsExactly("manifest-kind-is-not-obsolete");
  }

  @Test
  void aMissingKindIsOneFinding() {
    Judgement judgement = judge("{\"acVersion\":\"0.8.11\",\"name\":\"example.com/a\"}");

    assertThat(rules(judgement)).containsExactly("image-manifest-kind-is-given");
  }
}
