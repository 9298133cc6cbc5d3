package org.appctoolkit.archive;

import static org.appctoolkit.archive.TarBlock.END;
import static org.appctoolkit.archive.TarBlock.file;
import static org.appctoolkit.archive.TarBlock.gnu;
import static org.appctoolkit.archive.TarBlock.join;
import static org.appctoolkit.archive.TarBlock.longName;
import static org.appctoolkit.archive.TarBlock.pax;
import static org.appctoolkit.archive.TarBlock.record;
import static org.appctoolkit.archive.TarBlock.ustar;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.appctoolkit.archive.ArchiveFault.Kind;

/** Whatever the bytes are, reading them returns. */
class ByteFlipTest {
  private static final byte[] TAR =
      join(
          TarBlock.globalPax(record("comment", "c")),
          file("manifest", "{}"),
          ustar("rootfs").type('5').bytes(),
          pax(record("path", "ä".repeat(80)), record("mtime", "1500000000.5")),
          file("a", "content ".repeat(100)),
          longName('L', "n".repeat(130)),
          longName('K', "l".repeat(130)),
          gnu("n".repeat(100)).type('2').link("l".repeat(100)).bytes(),
          pax(record("SCHILY.xattr.user.x", "y"), record("LIBARCHIVE.xattr.user.x", "eQ==")),
          ustar("x").type('1').link("a").bytes(),
          gnu("s").type('S').raw(482, (byte) 1).with("data"),
          new byte[0]);

  /** A change of one byte. */
  record Flip(int at, int value) {}

  @Provide
  Arbitrary<List<Flip>> flips() {
    return Combinators.combine(
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            Arbitraries.of(0, 1, 0x20, 0x30, 0x37, 0x7F, 0x80, 0xFF, 0x3D, 0x0A, 0x78))
        .as(Flip::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static void check(byte[] archive) {
    Reading reading = Reading.of(archive);

    ArchiveSummary summary = reading.summary();
    assertThat(summary.entries()).isEqualTo(reading.entries().size());
    assertThat(summary.faults()).isEqualTo(reading.faults().size());
    assertThat(summary.compressedBytes()).isLessThanOrEqualTo(archive.length);
    assertThat(summary.complete() && summary.imageIds().isEmpty()).isFalse();
    assertThat(summary.complete() || !reading.faults().isEmpty()).isTrue();
    assertThat(reading.kinds().stream().filter(Kind::isLimit).count()).isLessThanOrEqualTo(1);
    for (int i = 0; i < reading.entries().size(); i++) {
      Entry entry = reading.entries().get(i);
      assertThat((long) reading.contents().get(i).length).isLessThanOrEqualTo(entry.size());
      assertThat(entry.start()).isBetween(0L, entry.headerOffset());
      assertThat(entry.name().length()).isLessThanOrEqualTo(4096);
    }
    reading.faults().forEach(fault -> assertThat(fault.message()).matches("[\\p{Ll}0-9].*[^.]"));
  }

  @Property(tries = 1000)
  void flipsInTars(@ForAll("flips") List<Flip> flips) {
    byte[] archive = join(TAR, END);
    flips.forEach(flip -> archive[flip.at() % archive.length] = (byte) flip.value());

    check(archive);
  }

  /** Most flips break a checksum, and nothing behind it is tried. */
  @Property(tries = 1000)
  void flipsInTarsWithChecksumsMended(@ForAll("flips") List<Flip> flips) {
    byte[] archive = join(TAR, END);
    flips.forEach(flip -> archive[flip.at() % archive.length] = (byte) flip.value());
    for (int at = 0; at < archive.length; at += 512) {
      byte[] original = at < TAR.length ? Arrays.copyOfRange(TAR, at, at + 512) : new byte[0];
      if (Format.isTarHeader(original)) {
        mend(archive, at);
      }
    }

    check(archive);
  }

  private static void mend(byte[] archive, int at) {
    byte[] mended = TarBlock.v7("").raw(0, Arrays.copyOfRange(archive, at, at + 512)).bytes();
    System.arraycopy(mended, 0, archive, at, 512);
  }

  @Property(tries = 600)
  void flipsInCompressedArchives(
      @ForAll("flips") List<Flip> flips, @ForAll Compression compression) {
    byte[] archive = Compressed.by(compression, join(TAR, END));
    flips.forEach(flip -> archive[flip.at() % archive.length] ^= (byte) flip.value());

    check(archive);
  }

  @Property(tries = 300)
  void anyBytes(@ForAll byte[] bytes, @ForAll Compression compression) {
    check(Compressed.by(compression, bytes));
    check(join(Arrays.copyOf(Compressed.by(compression, join(TAR, END)), 40), bytes));
  }
}
