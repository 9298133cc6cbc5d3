package org.appctoolkit.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointerTest {
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "a, /a",
    "a/b, /a~1b",
    "m~n, /m~0n",
    "~1, /~01",
    "~0, /~00",
    "~~//, /~0~0~1~1",
    "' ', '/ '",
    "c%d, /c%d",
    "i\\j, /i\\j",
    "k\"l, /k\"l"
  })
  void keyIsEscapedAsTheStandardSays(String key, String text) {
    Pointer pointer = Pointer.ROOT.key(key);

    assertThat(pointer).hasToString(key.isEmpty() ? "/" : text);
    assertThat(Pointer.parse(pointer.toString()).tokens()).containsExactly(key);
  }

  @Test
  void rootIsTheEmptyText() {
    assertThat(Pointer.ROOT).hasToString("").isEqualTo(Pointer.parse(""));
    assertThat(Pointer.ROOT.tokens()).isEmpty();
  }

  @Test
  void stepsStandInTheOrderTheyAreTaken() {
    Pointer pointer = Pointer.ROOT.key("labels").index(10).key("name");

    assertThat(pointer).hasToString("/labels/10/name");
    assertThat(pointer.tokens()).containsExactly("labels", "10", "name");
  }

  @Test
  void emptyKeysAreSteps() {
    assertThat(Pointer.parse("//").tokens()).containsExactly("", "");
  }

  @Test
  void parentIsOneStepLess() {
    assertThat(Pointer.parse("/a/0/b").parent()).isEqualTo(Pointer.parse("/a/0"));
  }

  @Test
  void rootIsItsOwnParent() {
    assertThat(Pointer.ROOT.parent()).isSameAs(Pointer.ROOT);
  }

  @Test
  void pointersOfTheSameStepsAreEqual() {
    Pointer one = Pointer.ROOT.key("a").index(1);
    Pointer other = Pointer.parse("/a/1");

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/a", "/a/1/", "/1/a", "/a~11", "/a/01", "/A/1"})
  void pointersOfOtherStepsAreNotEqual(String other) {
    assertThat(Pointer.parse(other)).isNotEqualTo(Pointer.parse("/a/1"));
  }

  @Test
  void pointerIsNoText() {
    assertThat(Pointer.parse("/a").equals((Object) "/a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "#/a", " /a", "~1a"})
  void textThatDoesNotBeginWithASlashIsRefused(String text) {
    assertThatThrownBy(() -> Pointer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a JSON Pointer is empty or begins with /");
  }
}
