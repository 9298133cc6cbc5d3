package org.appctoolkit.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is around an archive. */
class PackagingTest {
  private static final String BEGIN = "-----BEGIN PGP SIGNATURE-----";
  private static final String END = "-----END PGP SIGNATURE-----";

  @ParameterizedTest
  @CsvSource({
    "a.aci, a.aci.asc a.aci.sig a.asc a.sig",
    "a.tar, a.tar.asc a.tar.sig",
    "a, a.asc a.sig",
    ".aci, .aci.asc .aci.sig",
    "a.ACI, a.ACI.asc a.ACI.sig",
    "a.aci.aci, a.aci.aci.asc a.aci.aci.sig a.aci.asc a.aci.sig"
  })
  void signaturesAreNamedAfterTheArchive(String archive, String names) {
    assertThat(String.join(" ", Packaging.signatureNames(archive))).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource({
    "'BEGIN\nx\nEND\n', true",
    "'BEGIN\nx\nEND', true",
    "'\n BEGIN\r\nx\r\nEND\r\n \n', true",
    "'BEGIN\nx\n', false",
    "'x\nEND\n', false",
    "'x\nBEGIN\nx\nEND\n', false",
    "'BEGIN\nx\nEND\nx', false",
    "'', false"
  })
  void armourIsWhatBeginsAndEndsLikeIt(String text, boolean armoured) {
    String bytes = text.replace("BEGIN", BEGIN).replace("END", END);

    assertThat(Packaging.Signature.of("a", bytes.getBytes(US_ASCII)).armoured())
        .isEqualTo(armoured);
  }

  @Test
  void whatIsTooLongIsNoArmour() {
    byte[] bytes = new byte[Packaging.Signature.MOST + 1];
    Arrays.fill(bytes, (byte) '\n');
    byte[] begin = BEGIN.getBytes(US_ASCII);
    byte[] end = END.getBytes(US_ASCII);
    System.arraycopy(begin, 0, bytes, 0, begin.length);
    System.arraycopy(end, 0, bytes, bytes.length - end.length, end.length);

    assertThat(Packaging.Signature.of("a", bytes).armoured()).isFalse();
  }
}
