package org.appctoolkit.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts made to keep a reader busy.
 *
 * <p>Each is read in well under a second or two; whatever is not linear in its length takes
 * minutes.
 */
class EffortTest {
  private static final int LENGTH = Limits.DEFAULT.documentBytes();
  private static final Duration ENOUGH = Duration.ofSeconds(30);

  static Stream<Arguments> laboriousTexts() {
    return Stream.of(
        Arguments.of("one line of numbers", filled("[", "0,", "0]")),
        Arguments.of("one line behind an emoji each", filled("[", "\"😀\",", "0]")),
        Arguments.of("numbers at the lowest level", filled("[".repeat(64), "0,", "0")),
        Arguments.of("brackets on lines of their own", filled("[\n", "[\n],\n", "0]")),
        Arguments.of(
            "brackets of one far indented line",
            " ".repeat(LENGTH / 2) + filledTo(LENGTH / 2, "[", "[\n],", "0]")),
        Arguments.of("lone surrogates", filled("\"", "\\ud800", "\"")),
        Arguments.of("duplicate keys", filled("{", "\"\":0,", "\"\":0}")),
        Arguments.of("a comment without end", filled("[/*", "* /", "")),
        Arguments.of("an open placeholder", filled("[", "{{", "")),
        Arguments.of("open brackets of XML", filled("<a", " a=", "")),
        Arguments.of("lines of comments", filled("", "#\n", "")),
        Arguments.of("a long number", filled("", "9", "")),
        Arguments.of("a long exponent", filled("1e", "9", "")),
        Arguments.of("a long word", filled("[", "x", "")),
        Arguments.of("white space", filled("", " \n", "")),
        Arguments.of("no-break spaces", filled("[", "\u00a0", "]")),
        Arguments.of("NUL characters", filled("x", "\0", "")));
  }

  private static String filled(String start, String middle, String end) {
    return filledTo(LENGTH, start, middle, end);
  }

  private static String filledTo(int length, String start, String middle, String end) {
    int bytes = Source.of("", middle).size();
    return start + middle.repeat((length - start.length() - end.length()) / bytes) + end;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("laboriousTexts")
  void textIsReadInTimeInProportionToItsLength(String name, String text) {
    Source source = Source.of(name, text);
    assertThat(source.size()).isBetween(LENGTH - 16, LENGTH);

    Document document =
        assertTimeoutPreemptively(ENOUGH, () -> Document.read(source, Limits.DEFAULT));

    assertThat(document.text()).isNotEmpty();
  }

  @Test
  void keysOfOneHashCodeAreReadAndFoundInTime() {
    List<String> keys = new ArrayList<>(List.of(""));
    for (int i = 0; i < 14; i++) {
      List<String> longer = new ArrayList<>();
      keys.forEach(key -> longer.addAll(List.of(key + "Aa", key + "BB")));
      keys = longer;
    }
    StringBuilder text = new StringBuilder("{\"\":0");
    keys.forEach(key -> text.append(",\"").append(key).append("\":0"));
    Source source = Source.of("keys", text.append('}').toString());
    List<String> same = keys;

    long found =
        assertTimeoutPreemptively(
            ENOUGH,
            () -> {
              Document document = Document.read(source, Limits.DEFAULT);
              return same.stream()
                  .filter(key -> document.keyRegion(Pointer.ROOT.key(key)).isPresent())
                  .count();
            });

    assertThat(same.stream().map(String::hashCode).distinct()).hasSize(1);
    assertThat(found).isEqualTo(same.size());
  }
}
