package org.appctoolkit.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OctetsTest {
  @ParameterizedTest
  @CsvSource({
    "'', true",
    "61, true",
    "00, true",
    "c3a4, true",
    "f09f9880, true",
    "c3, false",
    "c328, false",
    "c080, false",
    "eda080, false",
    "f4908080, false",
    "ff, false"
  })
  void utf8IsTold(String hexadecimal, boolean utf8) {
    Octets octets = Octets.of(HexFormat.of().parseHex(hexadecimal));

    assertThat(octets.isUtf8()).isEqualTo(utf8);
    assertThat(octets.text().contains("\uFFFD")).isEqualTo(!utf8);
  }

  @Test
  void nobodyCanChangeThem() {
    byte[] bytes = {1, 2};
    Octets octets = Octets.of(bytes);

    bytes[0] = 9;
    octets.bytes()[1] = 9;

    assertThat(octets.bytes()).containsExactly(1, 2);
  }

  @Test
  void orderIsThatOfUnsignedBytes() {
    assertThat(Octets.of("a")).isLessThan(Octets.of("ä")).isEqualByComparingTo(Octets.of("a"));
    assertThat(Octets.of("a"))
        .isEqualTo(Octets.of(new byte[] {'a'}))
        .hasSameHashCodeAs(Octets.of("a"));
    assertThat(Octets.of("a\u001b[1m")).hasToString("\"a\\u001b[1m\"");
  }
}
