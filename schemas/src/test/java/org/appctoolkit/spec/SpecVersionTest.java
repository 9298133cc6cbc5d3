package org.appctoolkit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecVersionTest {
  private static SpecVersion version(String text) {
    return SpecVersion.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0", "0.8.11", "10.20.30", "999999999.999999999.999999999"})
  void textOfAVersionIsReadAndWrittenAlike(String text) {
    assertThat(SpecVersion.parse(text)).map(SpecVersion::toString).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0.8",
        "0.8.11.1",
        "v0.8.11",
        "00.8.11",
        "0.08.11",
        "0.8.011",
        " 0.8.11",
        "0.8.11 ",
        "0.8.11\n",
        "0.8.11+git",
        "0.8.11-rc",
        "-1.8.11",
        "+0.8.11",
        "0..11",
        "0.8.1234567890",
        "\uff10.8.11",
        "0,8,11"
      })
  void textOfAnotherFormIsNoVersion(String text) {
    assertThat(SpecVersion.parse(text)).isEmpty();
  }

  @Test
  void tagsAreInOrderAndDistinct() {
    assertThat(new ArrayList<>(new TreeSet<>(SpecVersion.KNOWN))).isEqualTo(SpecVersion.KNOWN);
  }

  @Test
  void versionsAreOrderedByNumberNotByLetter() {
    List<SpecVersion> shuffled = new ArrayList<>();
    for (String text : List.of("0.8.9", "0.8.10", "0.10.0", "0.9.99", "1.0.0", "0.8.11")) {
      shuffled.add(version(text));
    }

    Collections.shuffle(shuffled, new Random(20150501));
    Collections.sort(shuffled);

    assertThat(shuffled)
        .map(SpecVersion::toString)
        .containsExactly("0.8.9", "0.8.10", "0.8.11", "0.9.99", "0.10.0", "1.0.0");
  }

  @Test
  void oldestAndNewestAreTheEndsOfTheTags() {
    assertThat(List.of(SpecVersion.OLDEST, SpecVersion.NEWEST))
        .map(SpecVersion::toString)
        .containsExactly("0.1.1", "0.8.11");
  }

  @Test
  void everyTagIsKnownByItsName() {
    for (SpecVersion version : SpecVersion.KNOWN) {
      assertThat(SpecVersion.known(version.toString())).contains(version);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.0", "0.5.3", "0.8.12", "1.0.0", "newest", ""})
  void whatIsNoTagIsNotKnown(String text) {
    assertThat(SpecVersion.known(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0, 0.1.1",
    "0.1.0, 0.1.1",
    "0.1.1, 0.1.1",
    "0.1.2, 0.1.1",
    "0.4.2, 0.4.1",
    "0.5.3, 0.5.2",
    "0.7.99, 0.7.4",
    "0.8.10, 0.8.10",
    "0.8.12, 0.8.11",
    "9.9.9, 0.8.11"
  })
  void floorIsTheLastTagThatIsNotAbove(String version, String floor) {
    assertThat(SpecVersion.floor(version(version))).isEqualTo(version(floor));
  }
}
