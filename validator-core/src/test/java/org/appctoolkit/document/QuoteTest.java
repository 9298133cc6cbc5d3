package org.appctoolkit.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuoteTest {
  static Stream<Arguments> unsafe() {
    return Stream.of(
        Arguments.of("NUL", "\0", "\\u0000"),
        Arguments.of("tab", "\t", "\\u0009"),
        Arguments.of("line feed", "\n", "\\u000a"),
        Arguments.of("carriage return", "\r", "\\u000d"),
        Arguments.of("escape", "\u001b[31m", "\\u001b[31m"),
        Arguments.of("delete", "\u007f", "\\u007f"),
        Arguments.of("eight-bit control sequence introducer", "\u009b", "\\u009b"),
        Arguments.of("next line", "\u0085", "\\u0085"),
        Arguments.of("soft hyphen", "\u00ad", "\\u00ad"),
        Arguments.of("right-to-left mark", "\u200f", "\\u200f"),
        Arguments.of("right-to-left override", "\u202e", "\\u202e"),
        Arguments.of("right-to-left isolate", "\u2067", "\\u2067"),
        Arguments.of("zero-width space", "\u200b", "\\u200b"),
        Arguments.of("zero-width joiner", "\u200d", "\\u200d"),
        Arguments.of("byte order mark", "\ufeff", "\\ufeff"),
        Arguments.of("line separator", "\u2028", "\\u2028"),
        Arguments.of("paragraph separator", "\u2029", "\\u2029"),
        Arguments.of("private use", "\ue000", "\\ue000"),
        Arguments.of("no character", "\uffff", "\\uffff"),
        Arguments.of("high surrogate alone", "\ud83d", "\\ud83d"),
        Arguments.of("low surrogate alone", "\ude00", "\\ude00"),
        Arguments.of("surrogates in the wrong order", "\ude00\ud83d", "\\ude00\\ud83d"),
        Arguments.of("tag character", "\udb40\udc41", "\\u{e0041}"),
        Arguments.of("private use beyond the first plane", "\udbff\udffd", "\\u{10fffd}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsafe")
  void unsafeCharacterIsEscaped(String name, String text, String shown) {
    assertThat(Quote.escape(text)).as(name).isEqualTo(shown);
    assertThat(Quote.of(text)).as(name).isEqualTo("\"" + shown + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "worker", "na\u00efve", "\u65e5\u672c", "\ud83d\ude00", "a b", "~!@#"})
  void visibleTextIsLeftAsItIs(String text) {
    assertThat(Quote.escape(text)).isEqualTo(text);
    assertThat(Quote.of(text)).isEqualTo("\"" + text + "\"");
  }

  @Test
  void sixtyCharactersAreShownWhole() {
    assertThat(Quote.of("a".repeat(60))).isEqualTo("\"" + "a".repeat(60) + "\"");
  }

  @Test
  void moreThanSixtyCharactersAreCut() {
    assertThat(Quote.of("a".repeat(61))).isEqualTo("\"" + "a".repeat(60) + "\u2026\"");
  }

  @Test
  void charactersAreCountedNotCodeUnits() {
    String faces = "\ud83d\ude00".repeat(60);

    assertThat(Quote.of(faces)).isEqualTo("\"" + faces + "\"");
  }

  @Test
  void cutNeverSplitsAPair() {
    String quoted = Quote.of("a".repeat(59) + "\ud83d\ude00\ud83d\ude00");

    assertThat(quoted).isEqualTo("\"" + "a".repeat(59) + "\ud83d\ude00\u2026\"");
  }

  @Test
  void anEscapeCountsAsOneCharacter() {
    assertThat(Quote.of("\0".repeat(61))).isEqualTo("\"" + "\\u0000".repeat(60) + "\u2026\"");
  }

  @Test
  void escapeDoesNotCut() {
    assertThat(Quote.escape("a".repeat(1000))).hasSize(1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tr-TR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai", "hi-IN-u-nu-deva"})
  void escapesAreTheSameEverywhere(String language) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(language));

      assertThat(Quote.escape("\u001b\u202e\udb40\udc41")).isEqualTo("\\u001b\\u202e\\u{e0041}");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void charactersThatShowAsNothingAreEscaped() {
    assertThat(Quote.of("a\u034f\u3164\u2800\ufe0f"))
        .isEqualTo("\"a\\u034f\\u3164\\u2800\\ufe0f\"");
  }
}
