package org.appctoolkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordsTest {
  @Test
  void blanksDivide() {
    assertThat(ShellWords.of("  /bin/a \t-b\n c  ")).isEqualTo(List.of("/bin/a", "-b", "c"));
  }

  @Test
  void nothingIsNoWord() {
    assertThat(ShellWords.of(" \t")).isEmpty();
  }

  @Test
  void quotationMarksKeepTogetherWhatTheyHold() {
    assertThat(ShellWords.of("a'b c'd \"e 'f'\" 'g \"h\"'"))
        .isEqualTo(List.of("ab cd", "e 'f'", "g \"h\""));
  }

  @Test
  void emptyQuotationMarksAreAWord() {
    assertThat(ShellWords.of("a '' \"\"")).isEqualTo(List.of("a", "", ""));
  }

  @Test
  void aBackslashKeepsWhatFollows() {
    assertThat(ShellWords.of("a\\ b \\\"c \\\\ \\n")).isEqualTo(List.of("a b", "\"c", "\\", "n"));
  }

  @Test
  void inDoubleQuotationMarksABackslashStaysBeforeOrdinaryCharacters() {
    assertThat(ShellWords.of("\"\\\"\\\\\\$\\`\\n\"")).isEqualTo(List.of("\"\\$`\\n"));
  }

  @Test
  void inSingleQuotationMarksABackslashIsABackslash() {
    assertThat(ShellWords.of("'\\'")).isEqualTo(List.of("\\"));
  }

  @Test
  void nothingIsExpandedAndNothingIsAnOperator() {
    assertThat(ShellWords.of("$HOME * ~ a|b > c; #d é😀"))
        .isEqualTo(List.of("$HOME", "*", "~", "a|b", ">", "c;", "#d", "é😀"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a 'b | the quotation mark ' at character 3 is not closed",
        "é😀 \"b | the quotation mark \" at character 4 is not closed",
        "a 'b' \"\\\" | the quotation mark \" at character 7 is not closed",
        "a\\ | a backslash stands last, before nothing",
      })
  void whatIsNotCompleteIsRefused(String text, String message) {
    assertThatThrownBy(() -> ShellWords.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
