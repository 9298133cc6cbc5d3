package org.appctoolkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  private static Quantity quantity(String text) {
    return Quantity.parse(text).orElseThrow(() -> new AssertionError("no quantity: " + text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "+7, 7",
    "-7, -7",
    "007, 7",
    "128974848, 128974848",
    "500m, 0.5",
    "250u, 0.00025",
    "1n, 0.000000001",
    "1k, 1000",
    "1K, 1000",
    "129M, 129000000",
    "1G, 1000000000",
    "1T, 1000000000000",
    "1P, 1000000000000000",
    "1E, 1000000000000000000",
    "1Ki, 1024",
    "123Mi, 128974848",
    "1Gi, 1073741824",
    "1Ti, 1099511627776",
    "1Pi, 1125899906842624",
    "1Ei, 1152921504606846976",
    "1.5Gi, 1610612736",
    ".5, 0.5",
    "5., 5",
    "5.k, 5000",
    "0.1Ki, 102.4",
    "129e6, 129000000",
    "129E6, 129000000",
    "1e+3, 1000",
    "1e-3, 0.001",
    "-2.5e0, -2.5",
    "1e000, 1"
  })
  void valueIsExact(String text, BigDecimal value) {
    assertThat(quantity(text).value()).isEqualByComparingTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "+",
        ".",
        "-.",
        "1.2.3",
        "1,5",
        "1_000",
        "--1",
        "+-1",
        "1-",
        "1 ",
        " 1",
        "1\n",
        "1 Ki",
        "k",
        "Ki",
        "1KI",
        "1ki",
        "1Kib",
        "1KiB",
        "1KB",
        "1mi",
        "1ni",
        "1g",
        "1t",
        "1B",
        "1X",
        "1\u00b5",
        "1\u212a",
        "1e",
        "1e+",
        "1e1.5",
        "1e1k",
        "1e9999",
        "1e-9999",
        "0x10",
        "1f",
        "1d",
        "1L",
        "NaN",
        "Infinity",
        "-Infinity",
        "\uff11",
        "\u0661Ki",
        "\u0967",
        "\u22121"
      })
  void anotherFormIsNoQuantity(String text) {
    assertThat(Quantity.parse(text)).isEmpty();
  }

  @Test
  void digitsBeyondAnyResourceAreNoQuantity() {
    assertThat(Quantity.parse("9".repeat(40))).isPresent();
    assertThat(Quantity.parse("9".repeat(41))).isEmpty();
    assertThat(Quantity.parse("0." + "9".repeat(41))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1152921504606846977, 1Ei",
    "9007199254740993, 9007199254740992",
    "1Ki, 1K",
    "1, 999m",
    "0.000000001, 0.9n",
    "-1, -1001m",
    "1e999, 9999999999E"
  })
  void largerIsLargerByHoweverLittle(String larger, String smaller) {
    assertThat(quantity(larger)).isGreaterThan(quantity(smaller));
    assertThat(quantity(smaller)).isLessThan(quantity(larger));
    assertThat(quantity(larger)).isNotEqualTo(quantity(smaller));
  }

  @ParameterizedTest
  @CsvSource({"1000m, 1", "1.0, 1", "1k, 1K", "1Ki, 1024", "1e3, 1k", "-0, 0", "0Ei, 0n"})
  void amountsWrittenInTwoWaysAreEqual(String one, String other) {
    assertThat(quantity(one)).isEqualTo(quantity(other)).hasSameHashCodeAs(quantity(other));
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "1, true",
    "1.0, true",
    "1000m, true",
    "1.5k, true",
    "1e999, true",
    "0n, true",
    "0.000, true",
    "1.5, false",
    "500m, false",
    "0.1Ki, false",
    "1e-1, false",
    "10e-1, true"
  })
  void wholeIsWhatHasNoFractionInTheBaseUnit(String text, boolean whole) {
    assertThat(quantity(text).isWhole()).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({"-1, true", "-1n, true", "-0, false", "-0.0k, false", "0, false", "+1, false"})
  void negativeIsWhatIsBelowZero(String text, boolean negative) {
    assertThat(quantity(text).isNegative()).isEqualTo(negative);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5Gi, Gi, true, false",
    "500m, m, false, false",
    "12, '', false, false",
    "1E, E, false, false",
    "1E2, '', false, true",
    "1.e2, '', true, true"
  })
  void formIsRemembered(String text, String suffix, boolean fraction, boolean exponential) {
    Quantity quantity = quantity(text);

    assertThat(quantity.suffix()).isEqualTo(suffix);
    assertThat(quantity.hasFraction()).isEqualTo(fraction);
    assertThat(quantity.isExponential()).isEqualTo(exponential);
    assertThat(quantity).hasToString(text);
  }

  @Test
  void orderOfManyIsThatOfTheirSizes() {
    List<String> ascending =
        List.of("-1k", "-1m", "0", "1n", "1u", "1m", "1", "1k", "1Ki", "1M", "1Mi", "1G", "1Ei");
    List<Quantity> shuffled =
        new ArrayList<>(ascending.stream().map(QuantityTest::quantity).toList());

    Collections.shuffle(shuffled, new Random(7));
    Collections.sort(shuffled);

    assertThat(shuffled).map(Quantity::toString).isEqualTo(ascending);
  }
}
