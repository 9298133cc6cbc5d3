package org.appctoolkit.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes written as text. */
class ArmourTest {
  private static final byte[] CONTENT = "some content ".repeat(20).getBytes(UTF_8);
  private static final String TEXT = new String(Armour.of("MESSAGE", CONTENT), UTF_8);

  private static byte[] read(String text) throws IOException {
    return Armour.next(new ByteArrayInputStream(text.getBytes(UTF_8))).orElseThrow().readAllBytes();
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    assertThat(read(TEXT)).isEqualTo(CONTENT);
    assertThat(read(TEXT.replace("\n", "\r\n"))).isEqualTo(CONTENT);
    assertThat(read("before\n" + TEXT + "behind")).isEqualTo(CONTENT);
    assertThat(read(TEXT.replaceFirst("\n\n", "\nVersion: 1\nComment: none\n\n")))
        .isEqualTo(CONTENT);
  }

  @Test
  void aChecksumMayBeMissing() throws Exception {
    assertThat(read(TEXT.replaceFirst("\n=....\n", "\n"))).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ~=....~,             ~=AAAA~,               the checksum of the armour is wrong
          ~=....~,             ~=AA==~,               the checksum of the armour is wrong
          c29tZ,                 c29?Z,                   a line of the armour is no base64
          -----END PGP MESSAGE,  -----END PGP SIGNATURE,  the armour does not end with the line that belongs to its first one
          -----END(.|~)*,      '',                      the armour breaks off before its last line
          """)
  void damageIsTold(String pattern, String replacement, String message) {
    String damaged = TEXT.replaceFirst(pattern.replace('~', '\n'), replacement.replace('~', '\n'));

    assertThatThrownBy(() -> read(damaged)).isInstanceOf(IOException.class).hasMessage(message);
  }
}
