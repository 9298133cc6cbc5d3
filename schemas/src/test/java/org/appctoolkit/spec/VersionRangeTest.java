package org.appctoolkit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRangeTest {
  private static VersionRange range(String first, String last) {
    return new VersionRange(
        SpecVersion.known(first).orElseThrow(), SpecVersion.known(last).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "0.3.0, false",
    "0.4.0, true",
    "0.4.1, true",
    "0.5.2, true",
    "0.6.0, false",
    "0.5.3, false",
    "0.4.9, true"
  })
  void containsItsEndsAndWhatIsBetween(String version, boolean contained) {
    VersionRange range = range("0.4.0", "0.5.2");

    assertThat(range.contains(SpecVersion.parse(version).orElseThrow())).isEqualTo(contained);
  }

  @ParameterizedTest
  @CsvSource({
    "0.4.0, 0.5.2, 0.4.0 to 0.5.2",
    "0.1.1, 0.5.2, 0.1.1 to 0.5.2",
    "0.6.0, 0.8.11, since 0.6.0",
    "0.1.1, 0.1.1, 0.1.1 only",
    "0.8.11, 0.8.11, 0.8.11 only"
  })
  void isSaidInWords(String first, String last, String words) {
    assertThat(range(first, last)).hasToString(words);
  }

  @Test
  void endsThatAreInTheWrongOrderAreRefused() {
    assertThatThrownBy(() -> range("0.6.0", "0.5.2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an empty range: 0.6.0 to 0.5.2");
  }
}
