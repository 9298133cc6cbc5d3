package org.appctoolkit.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.archive.ArchiveFault.Kind.ADDITIONAL_MEMBER;
import static org.appctoolkit.archive.ArchiveFault.Kind.AMBIGUOUS_FORMAT;
import static org.appctoolkit.archive.ArchiveFault.Kind.BYTES_AFTER_COMPRESSION;
import static org.appctoolkit.archive.ArchiveFault.Kind.DAMAGED_COMPRESSION;
import static org.appctoolkit.archive.ArchiveFault.Kind.EMPTY;
import static org.appctoolkit.archive.ArchiveFault.Kind.ENCRYPTED;
import static org.appctoolkit.archive.ArchiveFault.Kind.HEADER_TOO_LONG;
import static org.appctoolkit.archive.ArchiveFault.Kind.OTHER_FORMAT;
import static org.appctoolkit.archive.ArchiveFault.Kind.TOO_LONG;
import static org.appctoolkit.archive.ArchiveFault.Kind.TRUNCATED_COMPRESSION;
import static org.appctoolkit.archive.ArchiveFault.Kind.UNKNOWN_FORMAT;
import static org.appctoolkit.archive.ArchiveFault.Kind.UNSUPPORTED_COMPRESSION;
import static org.appctoolkit.archive.TarBlock.END;
import static org.appctoolkit.archive.TarBlock.file;
import static org.appctoolkit.archive.TarBlock.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CompressionTest {
  private static final byte[] TAR = tar();
  private static final byte[] ZEROS = new byte[16];

  /** Longer than all the chunks that go round, and hard to compress. */
  private static byte[] tar() {
    byte[] noise = new byte[600_000];
    new Random(5).nextBytes(noise);
    byte[] header = TarBlock.ustar("noise").size(noise.length).bytes();
    return join(file("manifest", "{}"), header, TarBlock.padded(noise), END, new byte[4096]);
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void imageIdIsTheDigestOfThePlainTar(Compression compression) {
    byte[] archive = Compressed.by(compression, TAR);

    Reading reading = Reading.of(archive);

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.summary())
        .isEqualTo(
            new ArchiveSummary(
                Format.TAR,
                compression,
                Set.of(TarDialect.USTAR),
                List.of(
                    new ImageId(ImageId.Algorithm.SHA512, digest("SHA-512", TAR)),
                    new ImageId(ImageId.Algorithm.SHA256, digest("SHA-256", TAR))),
                archive.length,
                TAR.length,
                2,
                0,
                true));
    assertThat(reading.summary().imageIds().get(0)).hasToString("sha512-" + digest("SHA-512", TAR));
  }

  @ParameterizedTest
  @EnumSource
  void imageIdCoversWhatFollowsTheEnd(Compression compression) {
    byte[] tar = join(TAR, "more".getBytes(UTF_8), new byte[300_000]);

    ArchiveSummary summary = Reading.of(Compressed.by(compression, tar)).summary();

    assertThat(summary.imageIds().get(0).hexadecimal()).isEqualTo(digest("SHA-512", tar));
    assertThat(summary.uncompressedBytes()).isEqualTo(tar.length);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void everyWayToEndEarlyIsTold(Compression compression) {
    byte[] archive = Compressed.by(compression, file("manifest", "{}"));

    for (int length = 6; length < archive.length; length++) {
      Reading reading = Reading.of(Arrays.copyOf(archive, length));

      assertThat(reading.kinds()).as("%d bytes", length).containsExactly(TRUNCATED_COMPRESSION);
      assertThat(reading.summary().imageIds()).isEmpty();
      assertThat(reading.summary().complete()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void whatComesBeforeTheDamageIsRead(Compression compression) {
    byte[] archive = Compressed.by(compression, TAR);
    archive[archive.length * 3 / 4] ^= 0x55;

    Reading reading = Reading.of(archive);

    assertThat(reading.kinds()).containsExactly(DAMAGED_COMPRESSION);
    // gzip has one checksum for everything, at its end.
    boolean late = compression == Compression.GZIP;
    assertThat(reading.faults().get(0).entry().text()).isEqualTo(late ? "" : "noise");
    assertThat(reading.faults().get(0).headerOffset()).isEqualTo(late ? TAR.length - 5120 : 1024);
    assertThat(reading.names()).containsExactly("manifest", "noise");
    assertThat(reading.contents().get(1).length).isBetween(100_000, 600_000);
    assertThat(reading.summary().imageIds()).isEmpty();
    assertThat(reading.summary().complete()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void bytesBehindTheEndAreTold(Compression compression) {
    byte[] archive = join(Compressed.by(compression, TAR), "garbage".getBytes(UTF_8));

    Reading reading = Reading.of(archive);

    assertThat(reading.kinds()).containsExactly(BYTES_AFTER_COMPRESSION);
    assertThat(reading.faults().get(0).message()).startsWith("7 bytes follow the end of the ");
    assertThat(reading.summary().imageIds()).hasSize(2);
    assertThat(reading.summary().complete()).isTrue();
    assertThat(reading.summary().compressedBytes()).isEqualTo(archive.length);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void zerosBehindTheEndAreTold(Compression compression) {
    Reading reading = Reading.of(join(Compressed.by(compression, TAR), ZEROS));

    assertThat(reading.kinds()).containsExactly(BYTES_AFTER_COMPRESSION);
    assertThat(reading.faults().get(0).message()).contains("16 bytes of ");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void additionalMembersAreReadAndToldOnce(Compression compression) {
    byte[] empty = Compressed.by(compression, new byte[0]);
    byte[] archive =
        join(
            Compressed.by(compression, Arrays.copyOf(TAR, 5000)),
            empty,
            Compressed.by(compression, Arrays.copyOfRange(TAR, 5000, TAR.length)),
            empty);

    Reading reading = Reading.of(archive);

    assertThat(reading.kinds()).containsExactly(ADDITIONAL_MEMBER);
    assertThat(reading.faults().get(0).headerOffset()).isEqualTo(5000);
    assertThat(reading.summary().complete()).isTrue();
    assertThat(reading.summary().imageIds().get(0).hexadecimal()).isEqualTo(digest("SHA-512", TAR));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void damageInAnAdditionalMemberIsTold(Compression compression) {
    byte[] second = Compressed.by(compression, Arrays.copyOfRange(TAR, 5000, TAR.length));
    second[second.length - 5] ^= 1;

    Reading reading =
        Reading.of(join(Compressed.by(compression, Arrays.copyOf(TAR, 5000)), second));

    assertThat(reading.kinds()).containsExactly(ADDITIONAL_MEMBER, DAMAGED_COMPRESSION);
    assertThat(reading.summary().complete()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void whatIsNoTarInsideIsNamed(Compression compression) {
    byte[] pgp = HexFormat.of().parseHex("8c0d04090302");

    assertThat(inside(compression, new byte[0])).containsExactly(EMPTY);
    assertThat(inside(compression, "hello".getBytes(UTF_8))).containsExactly(UNKNOWN_FORMAT);
    assertThat(inside(compression, "{}".getBytes(UTF_8))).containsExactly(OTHER_FORMAT);
    assertThat(inside(compression, pgp)).containsExactly(ENCRYPTED);
    for (Compression twice : Compression.values()) {
      if (twice != Compression.NONE) {
        assertThat(inside(compression, Compressed.by(twice, TAR))).containsExactly(OTHER_FORMAT);
      }
    }
  }

  private static List<ArchiveFault.Kind> inside(Compression compression, byte[] bytes) {
    return Reading.of(Compressed.by(compression, bytes)).kinds();
  }

  @ParameterizedTest
  @EnumSource
  void uncompressedLengthIsLimited(Compression compression) {
    byte[] archive = Compressed.by(compression, TAR);
    ArchiveLimits limits = ArchiveLimits.DEFAULT;

    Reading within = Reading.of(archive, limits.withUncompressedBytes(TAR.length));
    Reading beyond = Reading.of(archive, limits.withUncompressedBytes(TAR.length - 1));

    assertThat(within.faults()).isEmpty();
    assertThat(beyond.kinds()).containsExactly(TOO_LONG);
    assertThat(beyond.summary().uncompressedBytes()).isEqualTo(TAR.length - 1);
    assertThat(beyond.summary().complete()).isFalse();
    assertThat(beyond.summary().imageIds()).isEmpty();
  }

  // --- gzip

  private static final int FIXED_HEADER = 10;

  private static byte[] gzip(int flags, byte[] behindHeader) {
    byte[] plain = Compressed.by(Compression.GZIP, TAR);
    byte[] header = Arrays.copyOf(plain, FIXED_HEADER);
    header[3] = (byte) flags;
    return join(header, behindHeader, Arrays.copyOfRange(plain, FIXED_HEADER, plain.length));
  }

  @Test
  void gzipHeaderMayHaveEverything() {
    byte[] extra = {3, 0, 'a', 'b', 'c'};
    byte[] fields = join(extra, "name\0".getBytes(UTF_8), "comment\0".getBytes(UTF_8));
    CRC32 crc = new CRC32();
    crc.update(gzip(0x1F, fields), 0, FIXED_HEADER + fields.length);
    byte[] right = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] wrong = {right[0], (byte) (right[1] + 1)};

    assertThat(Reading.of(gzip(0x1F, join(fields, right))).faults()).isEmpty();
    Reading reading = Reading.of(gzip(0x1F, join(fields, wrong)));
    assertThat(reading.kinds()).containsExactly(DAMAGED_COMPRESSION);
    assertThat(reading.faults().get(0).message()).startsWith("the gzip header at byte 0 has the");
    assertThat(reading.summary().complete()).isTrue();
  }

  @Test
  void gzipHeaderIsBounded() {
    assertThat(Reading.of(gzip(0x08, new byte[] {'a', 0})).faults()).isEmpty();
    assertThat(Reading.of(gzip(0x08, "a".repeat(300_000).getBytes(UTF_8))).kinds())
        .containsExactly(HEADER_TOO_LONG);
  }

  @Test
  void unknownGzipIsRefused() {
    byte[] otherMethod = gzip(0, new byte[0]);
    otherMethod[2] = 7;

    assertThat(Reading.of(gzip(0x20, new byte[0])).kinds())
        .containsExactly(UNSUPPORTED_COMPRESSION);
    assertThat(Reading.of(otherMethod).kinds()).containsExactly(UNSUPPORTED_COMPRESSION);
  }

  @Test
  void gzipTrailerIsChecked() {
    byte[] crc = gzip(0, new byte[0]);
    crc[crc.length - 8]++;
    byte[] length = gzip(0, new byte[0]);
    length[length.length - 1]++;

    assertThat(Reading.of(crc).faults().get(0).message()).startsWith("the gzip data has the check");
    assertThat(Reading.of(length).faults().get(0).message())
        .isEqualTo(
            "the gzip data is %d bytes long, but its trailer says %d"
                .formatted(TAR.length, TAR.length + (1 << 24)));
    assertThat(Reading.of(crc).summary().imageIds()).isEmpty();
  }

  @Test
  void gzipThatIsATarAsWellIsTold() {
    byte[] disguise = TarBlock.ustar("").raw(0, (byte) 0x1F, (byte) 0x8B, (byte) 8).bytes();

    assertThat(Reading.of(join(disguise, END)).kinds()).startsWith(AMBIGUOUS_FORMAT);
  }
}
