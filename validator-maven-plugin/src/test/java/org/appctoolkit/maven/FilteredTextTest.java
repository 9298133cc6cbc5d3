package org.appctoolkit.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Position;
import org.appctoolkit.document.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilteredTextTest {
  private static FilteredText of(String text) {
    Map<String, String> values = Map.of("a", "1", "long", "much longer", "none", "");
    return FilteredText.of(text, name -> Optional.ofNullable(values.get(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "${a}, 1",
    "x${a}y${a}z, x1y1z",
    "${long}, much longer",
    "<${none}>, <>",
    "$${a}, ${a}",
    "$$${a}, $${a}",
    "$${a} ${a}, ${a} 1",
    "$a, $a",
    "${a, ${a",
    "'{\"$\": 1}', '{\"$\": 1}'",
    "${b}, ${b}",
    "${b${a}}, ${b1}"
  })
  void whatIsKnownIsReplaced(String text, String replaced) {
    assertThat(of(text).text()).isEqualTo(replaced);
  }

  @Test
  void whatIsUnknownIsToldWithItsPlace() {
    FilteredText filtered = of("{\n  \"é😀\": \"${a}${b}\",\r\n ${ }\r${}");

    assertThat(filtered.leftovers())
        .containsExactly(
            new FilteredText.Leftover(new FilteredText.Spot(2, 14), "b"),
            new FilteredText.Leftover(new FilteredText.Spot(3, 2), " "),
            new FilteredText.Leftover(new FilteredText.Spot(4, 1), ""));
  }

  @Test
  void twoDollarsAreNoLeftover() {
    assertThat(of("$${b}").leftovers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"say \"hello\"", "C:\\temp", "two\nlines", "tab\tand\u0001", "é😀 ${a}"})
  void aValueStaysInsideTheStringItIsPutInto(String value) {
    FilteredText filtered = FilteredText.of("{\"k\": \"<${v}>\"}", name -> Optional.of(value));

    Document document = Document.read(Source.of("text", filtered.text()), Limits.DEFAULT);
    assertThat(document.root().map(root -> ((Json.Obj) root).get("k").orElseThrow()))
        .hasValueSatisfying(it -> assertThat(((Json.Str) it).value()).isEqualTo("<" + value + ">"));
  }

  @ParameterizedTest
  @CsvSource({
    // before the first placeholder, in it, between both, in the second, behind it
    "1, 1",
    "2, 2",
    "3, 3",
    "13, 3",
    "14, 10",
    "15, 11",
    "16, 12",
    "17, 16",
    "30, 29"
  })
  void aPlaceIsToldWhereItStandsInTheFile(int column, int before) {
    FilteredText filtered = of("ab${long}cd${a}ef");

    assertThat(filtered.text()).isEqualTo("abmuch longercd1ef");
    assertThat(filtered.before(new Position(0, 1, column)))
        .isEqualTo(new FilteredText.Spot(1, before));
  }

  @Test
  void placeholdersOfOtherLinesMoveNothing() {
    FilteredText filtered = of("${long}\n  x\n${long}y");

    assertThat(filtered.before(new Position(0, 2, 3))).isEqualTo(new FilteredText.Spot(2, 3));
    assertThat(filtered.before(new Position(0, 3, 12))).isEqualTo(new FilteredText.Spot(3, 8));
  }

  @Test
  void aByteOrderMarkTakesNoColumn() {
    assertThat(of("\uFEFF${b}").leftovers())
        .containsExactly(new FilteredText.Leftover(new FilteredText.Spot(1, 1), "b"));
  }
}
