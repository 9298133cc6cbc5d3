package org.appctoolkit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClauseTest {
  private static final SpecVersion FIRST = version("0.2.0");
  private static final SpecVersion CHANGE = version("0.5.2");
  private static final VersionRange VERSIONS = new VersionRange(FIRST, version("0.8.0"));

  private static SpecVersion version(String text) {
    return SpecVersion.known(text).orElseThrow();
  }

  private static Clause clause(NavigableMap<SpecVersion, Level> levels, Clause.Source source) {
    Section section =
        new Section("section", List.of(new Section.Place(VERSIONS, "SPEC.md", "anchor")));
    return new Clause(
        "a-clause",
        Clause.Subject.DOCUMENT,
        levels,
        VERSIONS,
        section,
        source,
        "It is.",
        "Why not.",
        true);
  }

  private static Clause hardened() {
    return clause(
        new TreeMap<>(Map.of(FIRST, Level.SHOULD, CHANGE, Level.MUST)), Clause.Source.TEXT);
  }

  @ParameterizedTest
  @CsvSource({"0.2.0, SHOULD", "0.5.1, SHOULD", "0.5.2, MUST", "0.8.0, MUST"})
  void levelIsThatOfTheVersion(String version, Level level) {
    assertThat(hardened().levelAt(version(version))).isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({"0.1.1", "0.8.1"})
  void thereIsNoLevelOutsideOfTheRange(String version) {
    SpecVersion outside = version(version);

    assertThatThrownBy(() -> hardened().levelAt(outside))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a-clause does not hold at " + version);
  }

  @Test
  void lastLevelIsTheLevel() {
    assertThat(hardened().level()).isEqualTo(Level.MUST);
  }

  @Test
  void levelsAreSaidInWords() {
    assertThat(hardened().levelText()).isEqualTo("SHOULD, since 0.5.2 MUST");
  }

  @Test
  void oneLevelIsOneWord() {
    Clause clause = clause(new TreeMap<>(Map.of(FIRST, Level.MAY)), Clause.Source.TEXT);

    assertThat(clause.levelText()).isEqualTo("MAY");
  }

  @Test
  void levelsBeginWithTheFirstVersion() {
    NavigableMap<SpecVersion, Level> late = new TreeMap<>(Map.of(CHANGE, Level.MUST));

    assertThatThrownBy(() -> clause(late, Clause.Source.TEXT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("levels begin with the first version: a-clause");
  }

  @Test
  void aClauseHasALevel() {
    assertThatThrownBy(() -> clause(new TreeMap<>(), Clause.Source.TEXT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void levelsAreCopied() {
    NavigableMap<SpecVersion, Level> levels = new TreeMap<>(Map.of(FIRST, Level.SHOULD));
    Clause clause = clause(levels, Clause.Source.TEXT);

    levels.put(CHANGE, Level.MUST);

    assertThat(clause.level()).isEqualTo(Level.SHOULD);
  }

  @ParameterizedTest
  @EnumSource
  void conventionsAndLimitsAreOurs(Clause.Source source) {
    Clause clause = clause(new TreeMap<>(Map.of(FIRST, Level.MUST)), source);

    boolean isOurs = clause.isOurs();

    assertThat(isOurs)
        .isEqualTo(source == Clause.Source.CONVENTION || source == Clause.Source.LIMIT);
  }
}
