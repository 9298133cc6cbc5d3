package org.appctoolkit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SectionTest {
  private static final SpecVersion EARLY = version("0.5.2");
  private static final SpecVersion LATE = version("0.6.0");

  private static SpecVersion version(String text) {
    return SpecVersion.known(text).orElseThrow();
  }

  private static Section.Place place(String first, String last, String document) {
    return new Section.Place(
        new VersionRange(version(first), version(last)), document, "labels-type");
  }

  private static Section moved() {
    return new Section(
        "labels",
        List.of(place("0.2.0", "0.5.2", "SPEC.md"), place("0.6.0", "0.8.11", "spec/types.md")));
  }

  @Test
  void referenceIsWhereTheSectionStoodAtTheVersion() {
    assertThat(List.of(moved().referenceAt(EARLY), moved().referenceAt(LATE)))
        .containsExactly("SPEC.md#labels-type", "spec/types.md#labels-type");
  }

  @Test
  void linkIsToTheTagOfTheVersion() {
    assertThat(List.of(moved().linkAt(EARLY), moved().linkAt(LATE)))
        .containsExactly(
            "https://github.com/appc/spec/blob/v0.5.2/SPEC.md#labels-type",
            "https://github.com/appc/spec/blob/v0.6.0/spec/types.md#labels-type");
  }

  @Test
  void linkToTheSpecificationOfOperatingSystemsIsToTheTag() {
    Section devices =
        new Section(
            "devices",
            List.of(
                place("0.4.0", "0.5.2", "OS-SPEC.md"),
                place("0.6.0", "0.8.11", "spec/OS-SPEC.md")));

    assertThat(List.of(devices.linkAt(EARLY), devices.linkAt(LATE)))
        .containsExactly(
            "https://github.com/appc/spec/blob/v0.5.2/OS-SPEC.md#labels-type",
            "https://github.com/appc/spec/blob/v0.6.0/spec/OS-SPEC.md#labels-type");
  }

  @Test
  void linkToAnotherDocumentIsThatDocument() {
    Section ours = new Section("ours", List.of(place("0.1.1", "0.8.11", "docs/conventions.md")));
    Section standard = new Section("standard", List.of(place("0.1.1", "0.8.11", "https://e.org/")));

    assertThat(List.of(ours.linkAt(LATE), standard.linkAt(LATE)))
        .containsExactly("docs/conventions.md#labels-type", "https://e.org/#labels-type");
  }

  @Test
  void thereIsNoPlaceBeforeTheFirst() {
    assertThatThrownBy(() -> moved().placeAt(SpecVersion.OLDEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no section labels at 0.1.1");
  }

  @Test
  void placesAreCopied() {
    List<Section.Place> places = new ArrayList<>(moved().places());
    Section section = new Section("labels", places);

    places.clear();

    assertThat(section.places()).hasSize(2);
  }
}
