package org.appctoolkit.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import org.appctoolkit.archive.ArchiveFault.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
  @ParameterizedTest
  @CsvSource({
    "1f8b0800, GZIP",
    "425a6839314159265359, BZIP2",
    "425a683917724538, BZIP2",
    "fd377a585a0000, XZ",
    "504b0304, ZIP",
    "504b0506, ZIP",
    "28b52ffd, ZSTD",
    "377abcaf271c, SEVEN_ZIP",
    "04224d18, LZ4",
    "edabeedb, RPM",
    "213c617263683e0a, DEB",
    "8c0d04090302, PGP",
    "8c0d04070302, PGP",
    "c30d04090302, PGP",
    "85010c0312345678, PGP",
    "c1c04c0312, PGP",
    "a803504750, PGP",
    "d2ff0000001001, UNKNOWN",
    "8c0d99090302, UNKNOWN",
    "ff, UNKNOWN",
    "8c, UNKNOWN",
    "1f, UNKNOWN",
    "425a6861, UNKNOWN",
    "'', EMPTY",
    "00, UNKNOWN"
  })
  void magicNumbersAreKnown(String head, Format format) {
    assertThat(Format.of(HexFormat.of().parseHex(head))).isEqualTo(format);
  }

  @ParameterizedTest
  @CsvSource({
    "'-----BEGIN PGP MESSAGE-----\n', PGP_ARMOURED",
    "'\n-----BEGIN PGP MESSAGE-----\n', PGP_ARMOURED",
    "'-----BEGIN PGP SIGNATURE-----\n', PGP_OTHER",
    "'{\"acKind\"', JSON",
    "'\n\t {', JSON",
    "'\uFEFF{', JSON",
    "'[', UNKNOWN",
    "'hello', UNKNOWN"
  })
  void textsAreKnown(String head, Format format) {
    assertThat(Format.of(head.getBytes(UTF_8))).isEqualTo(format);
  }

  @Test
  void tarsAreKnownByTheirChecksumOrTheirMagicNumber() {
    assertThat(Format.of(TarBlock.v7("x").bytes())).isEqualTo(Format.TAR);
    assertThat(Format.of(TarBlock.v7("x\u00FF").bytes(true))).isEqualTo(Format.TAR);
    assertThat(Format.of(TarBlock.ustar("x").bytes())).isEqualTo(Format.TAR);
    assertThat(Format.of(TarBlock.gnu("x").bytes())).isEqualTo(Format.TAR);
    byte[] damaged = TarBlock.ustar("x").bytes();
    damaged[0]++;
    assertThat(Format.of(damaged)).isEqualTo(Format.TAR);
    assertThat(Format.of(TarBlock.END)).isEqualTo(Format.TAR);
  }

  @Test
  void detectingLeavesTheStreamWhereItWas() throws IOException {
    InputStream stream = new ByteArrayInputStream(new byte[] {1, 2, 3});

    Format format = Format.detect(stream);

    assertThat(format).isEqualTo(Format.UNKNOWN);
    assertThat(stream.read()).isEqualTo(1);
  }

  @Test
  void detectingTakesAStreamThatCanGoBack() {
    InputStream stream =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }
        };

    assertThatIllegalArgumentException().isThrownBy(() -> Format.detect(stream));
  }

  @ParameterizedTest
  @CsvSource({
    "'', EMPTY, there are no bytes",
    "504b0304, OTHER_FORMAT, this is a zip archive; an image",
    "28b52ffd, OTHER_FORMAT, this is compressed with Zstandard; an image",
    "8c0d04090302, ENCRYPTED, 'this is a PGP message, which is encrypted: undo that first (gpg --decrypt)'",
    "7b7d, OTHER_FORMAT, this is a JSON object; an image",
    "68656c6c6f, UNKNOWN_FORMAT, no format that is known; an image"
  })
  void whatIsNoArchiveIsNamed(String bytes, Kind kind, String beginning) {
    Reading reading = Reading.of(HexFormat.of().parseHex(bytes));

    assertThat(reading.kinds()).isEqualTo(List.of(kind));
    assertThat(reading.faults().get(0).message()).startsWith(beginning);
    assertThat(reading.summary().complete()).isFalse();
    assertThat(reading.summary().imageIds()).isEmpty();
  }
}
