package org.appctoolkit.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemandsTest {
  private static Demands with(List<String> rules, List<String> limits) {
    return with("error", Optional.empty(), Optional.empty(), rules, limits);
  }

  private static Demands with(
      String failOn,
      Optional<String> maxFindings,
      Optional<String> version,
      List<String> rules,
      List<String> limits) {
    return new Demands(
        failOn, maxFindings, version, rules, limits, Optional.empty(), Optional.empty(), false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keys-are-defind=off | rules: no rule is called keys-are-defind; did you mean",
        "keys-are-defined | rules: write keys-are-defined=off, or another severity",
        "keys-are-defined=loud | rules: loud is no severity of a rule",
        "manifest-is-json=off | rules: manifest-is-json cannot be turned off"
      })
  void aRuleThatMakesNoSenseIsToldWithTheParameter(String rule, String message) {
    assertThatThrownBy(with(List.of(rule), List.of())::bench)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-dept=3 | limits: no limit is called max-dept; did you mean max-depth?",
        "max-depth | limits: write max-depth=N, with a number",
        "max-depth=0 | limits: 0 is not a whole number from 1 to 500",
        "max-depth=1K | limits: 1K is not a whole number from 1 to 500",
        "max-tree-bytes=1K | limits: 1K is less than 64K",
        "max-entries=many | limits: many is not a whole number"
      })
  void aLimitThatMakesNoSenseIsToldWithTheParameter(String limit, String message) {
    assertThatThrownBy(with(List.of(), List.of(limit))::bench)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void otherWordsThatMakeNoSenseAreTold() {
    assertThatThrownBy(
            with("fatal", Optional.empty(), Optional.empty(), List.of(), List.of())::bench)
        .hasMessage("failOn: fatal is none of error, warning, info, never");
    assertThatThrownBy(
            with("error", Optional.of("-1"), Optional.empty(), List.of(), List.of())::bench)
        .hasMessage("maxFindings: -1 is not a whole number from 1 to 100000");
    assertThatThrownBy(
            with("error", Optional.empty(), Optional.of("0.9"), List.of(), List.of())::bench)
        .hasMessageStartingWith("specVersion: there is no version 0.9 of the specification");
  }

  @Test
  void maxFindingsWinsOverTheLimitOfThatName() throws MojoExecutionException {
    Demands demands =
        with(
            "error",
            Optional.of("7"),
            Optional.empty(),
            List.of(),
            List.of("max-findings=9", "max-document-bytes=1000"));

    assertThat(demands.bench().terms()).anyMatch(it -> it.contains("FINDINGS=7"));
    assertThat(demands.bench().judging().documentBytes()).isEqualTo(1000);
  }

  @Test
  void aStoreHasToBeThere(@TempDir Path directory) {
    Demands demands =
        new Demands(
            "error",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.of(directory.resolve("nowhere")),
            Optional.empty(),
            false);

    assertThatThrownBy(demands::bench)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageStartingWith("store: ");
  }

  @Test
  void thePassphraseIsTheFirstLine(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("passphrase"), "open sesame\nnot this\n");

    assertThat(withPassphrase(file).bench().judging().passphrase().characters())
        .hasValue("open sesame".toCharArray());
  }

  @Test
  void aPassphraseThatCannotBeReadIsToldWithTheParameter(@TempDir Path directory)
      throws IOException {
    assertThatThrownBy(withPassphrase(directory.resolve("nowhere"))::bench)
        .hasMessageStartingWith("passphraseFile: cannot read ");
  }

  private static Demands withPassphrase(Path file) {
    return new Demands(
        "error",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.of(file),
        false);
  }
}
