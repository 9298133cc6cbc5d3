package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.INFO;
import static org.appctoolkit.cli.Run.MIXED;
import static org.appctoolkit.cli.Run.RIGHT;
import static org.appctoolkit.cli.Run.WARNING;
import static org.appctoolkit.cli.Run.appcAtATerminal;
import static org.appctoolkit.cli.Run.appcOn;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateOptionsTest {
  private static final String POD =
      """
      {
        "acKind": "PodManifest",
        "acVersion": "0.8.11",
        "apps": [{ "name": "worker", "image": {} }]
      }
      """;

  @Test
  void nothingWrongIsStatus0AndOneLine() {
    Run run = appcOn(RIGHT, "validate", "-");

    assertThat(run).isEqualTo(new Run(0, "1 file: 0 errors, 0 warnings, 0 infos\n", ""));
  }

  @Test
  void anErrorIsStatus1() {
    Run run = appcOn(MIXED, "validate", "-");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("<stdin>:5:14: error: ")
        .contains("<stdin>:4:11: warning: ")
        .contains(": info: ")
        .endsWith("1 file: 1 error, 1 warning, 1 info\n");
  }

  @ParameterizedTest
  @CsvSource({
    "error, 1, 0, 0",
    "warning, 1, 1, 0",
    "info, 1, 1, 1",
    "never, 0, 0, 0",
  })
  void theThresholdDecidesOnTheStatus(String threshold, int ofMixed, int ofWarning, int ofInfo) {
    assertThat(appcOn(MIXED, "validate", "-", "--fail-on", threshold).status()).isEqualTo(ofMixed);
    assertThat(appcOn(WARNING, "validate", "-", "--fail-on", threshold).status())
        .isEqualTo(ofWarning);
    assertThat(appcOn(INFO, "validate", "-", "--fail-on", threshold).status()).isEqualTo(ofInfo);
  }

  @Test
  void quietLeavesOutWhatIsBelowTheThreshold() {
    Run run = appcOn(MIXED, "validate", "-", "--quiet");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains(": error: ")
        .doesNotContain(": warning: ", ": info: ")
        .endsWith("1 file: 1 error, 0 warnings, 0 infos\n");
  }

  @Test
  void quietSaysNothingWhenThereIsNothingToSay() {
    assertThat(appcOn(WARNING, "validate", "-", "-q")).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void quietStillReportsALimit() {
    Run run =
        appcOn(RIGHT, "validate", "-", "-q", "--fail-on", "never", "--max-document-bytes", "10");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).contains("[document-length-is-limited]");
  }

  @Test
  void quietJsonIsStillADocument() {
    Run run = appcOn(RIGHT, "validate", "-", "-q", "--format", "json");

    assertThat(run.out()).startsWith("{").endsWith("}\n");
  }

  @Test
  void standardInputIsCalledAsItIsNamed() {
    Run run = appcOn(MIXED, "validate", "-", "--stdin-name", "a\u001bb/pod.json");

    assertThat(run.out()).contains("a\\u001bb/pod.json:5:14: error: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pod-manifest", "PodManifest"})
  void theKindCanBeExpectedInEitherSpelling(String kind) {
    Run run = appcOn(RIGHT, "validate", "-", "--kind", kind);

    assertThat(run.out())
        .contains("<stdin>: pod manifest, rules of 0.8.11")
        .contains("[pod-manifest-kind-is-pod-manifest]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5.0", "v0.5.0"})
  void theVersionOfTheRulesCanBeSet(String version) {
    Run run = appcOn(MIXED, "validate", "-", "--spec-version", version);

    assertThat(run.out()).contains("<stdin>: image manifest, rules of 0.5.0");
  }

  @Test
  void anUntaggedVersionIsRefusedWithTheTaggedOnes() {
    Run run = appcOn(RIGHT, "validate", "-", "--spec-version", "0.8.12");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--spec-version: 0.8.12", "0.1.1, 0.2.0", "0.8.11");
  }

  @Test
  void aPodTemplateMayLeaveTheImageOpen() {
    assertThat(appcOn(POD, "validate", "-").status()).isEqualTo(1);
    assertThat(appcOn(POD, "validate", "-", "--pod-template").status()).isEqualTo(0);
  }

  @Test
  void aRuleCanBeTurnedOffAndSetToAnotherSeverity() {
    Run run =
        appcOn(
            MIXED,
            "validate",
            "-",
            "--rule",
            "label-value-is-given=warning",
            "--rule=image-name-is-url-like=off",
            "--rule=annotation-names-have-a-namespace=error");

    assertThat(run.out())
        .contains(": warning: the key \"value\" is missing [label-value-is-given]")
        .contains(": error: \"team\" has no namespace")
        .endsWith("1 file: 1 error, 1 warning, 0 infos\n");
  }

  @Test
  void aRuleThatDoesNotExistIsRefusedWithTheNearest() {
    Run run = appcOn(RIGHT, "validate", "-", "--rule", "label-value-given=off");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean label-value-is-given");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "label-value-is-given",
        "label-value-is-given=none",
        "undefined-kinds-are-not-compatible=off",
        "manifest-is-json=off",
        "document-length-is-limited=off"
      })
  void aRuleThatCannotBeSetSoIsRefused(String rule) {
    Run run = appcOn(RIGHT, "validate", "-", "--rule", rule);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--max-document-bytes, 20, document-length-is-limited",
    "--max-depth, 1, nesting-depth-is-limited",
    "--max-number-characters, 3, number-length-is-limited",
    "--max-findings, 1, finding-count-is-limited",
  })
  void aLimitIsStatus4(String option, String value, String rule) {
    String manifest = MIXED.replace("\"x\"", "12345");

    Run run = appcOn(manifest, "validate", "-", option, value);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).contains("[" + rule + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--max-document-bytes=0",
        "--max-document-bytes=67108865",
        "--max-depth=501",
        "--max-number-characters=-1",
        "--max-findings=many"
      })
  void aLimitHasBoundsOfItsOwn(String option) {
    Run run = appcOn(RIGHT, "validate", "-", option);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("is not a whole number from 1 to ");
  }

  @Test
  void coloursAreForATerminal() {
    assertThat(appcOn(MIXED, "validate", "-").out()).doesNotContain("\u001b");
    assertThat(appcAtATerminal(Map.of(), MIXED, "validate", "-").out()).contains("\u001b");
  }

  @Test
  void coloursCanBeForcedAndForbidden() {
    assertThat(appcOn(MIXED, "validate", "-", "--color", "always").out()).contains("\u001b");
    assertThat(appcAtATerminal(Map.of(), MIXED, "validate", "-", "--color=never").out())
        .doesNotContain("\u001b");
  }

  @Test
  void noColorAndDumbTerminalsAreHonoured() {
    assertThat(appcAtATerminal(Map.of("NO_COLOR", "1"), MIXED, "validate", "-").out())
        .doesNotContain("\u001b");
    assertThat(appcAtATerminal(Map.of("TERM", "dumb"), MIXED, "validate", "-").out())
        .doesNotContain("\u001b");
    assertThat(appcAtATerminal(Map.of("NO_COLOR", ""), MIXED, "validate", "-").out())
        .contains("\u001b");
  }

  @Test
  void jsonIsNeverColoured() {
    assertThat(
            appcAtATerminal(Map.of(), MIXED, "validate", "-", "--format=json", "--color=always")
                .out())
        .doesNotContain("\u001b");
  }
}
