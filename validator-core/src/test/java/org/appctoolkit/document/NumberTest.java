package org.appctoolkit.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTest {
  private static Json.Num number(String text) {
    return new Json.Num(Pointer.ROOT, new Region(Position.START, Position.START), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "0.000",
        "0e-99",
        "7",
        "-120",
        "1.0",
        "1e2",
        "1.5e1",
        "1.50e1",
        "120e-1",
        "-100.00e-2",
        "1e2000000000",
        "1.5e99999999999999999999",
        "0.0e-99999999999999999999"
      })
  void wholeNumberIsAnInteger(String text) {
    assertThat(number(text).isInteger()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.5",
        "-1.01",
        "1e-1",
        "1.25e1",
        "120e-2",
        "100.00e-3",
        "10.01e1",
        "1e-2000000000",
        "1e-99999999999999999999"
      })
  void fractionIsNoInteger(String text) {
    assertThat(number(text).isInteger()).isFalse();
  }
}
