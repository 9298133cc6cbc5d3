package org.appctoolkit.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.archive.TarBlock.END;
import static org.appctoolkit.archive.TarBlock.file;
import static org.appctoolkit.archive.TarBlock.globalPax;
import static org.appctoolkit.archive.TarBlock.gnu;
import static org.appctoolkit.archive.TarBlock.join;
import static org.appctoolkit.archive.TarBlock.longName;
import static org.appctoolkit.archive.TarBlock.pax;
import static org.appctoolkit.archive.TarBlock.record;
import static org.appctoolkit.archive.TarBlock.ustar;
import static org.appctoolkit.archive.TarBlock.v7;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is right with a tar is read. */
class TarReadingTest {
  private static Reading clean(byte[]... parts) {
    Reading reading = Reading.of(join(join(parts), END));
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.summary().complete()).isTrue();
    return reading;
  }

  @Test
  void entriesComeInOrderWithContentAndOffsets() {
    Reading reading =
        clean(
            file("manifest", "{}"),
            ustar("rootfs").type('5').bytes(),
            file("rootfs/a", "a".repeat(513)));

    assertThat(reading.names()).containsExactly("manifest", "rootfs", "rootfs/a");
    assertThat(reading.contents().get(0)).asString(UTF_8).isEqualTo("{}");
    assertThat(reading.contents().get(2)).hasSize(513);
    assertThat(reading.entries()).extracting(Entry::headerOffset).containsExactly(0L, 1024L, 1536L);
    assertThat(reading.summary().entries()).isEqualTo(3);
    assertThat(reading.summary().uncompressedBytes()).isEqualTo(1024 + 512 + 1536 + 1024);
  }

  @Test
  void allFieldsOfUstarAreRead() {
    Entry entry =
        clean(
                ustar("name")
                    .type('3')
                    .text(345, "some/prefix")
                    .octal(100, 8, 0104755)
                    .octal(108, 8, 1000)
                    .octal(116, 8, 100)
                    .text(265, "alice")
                    .text(297, "users")
                    .octal(329, 8, 10)
                    .octal(337, 8, 200)
                    .bytes())
            .only();

    assertThat(entry.name()).isEqualTo(Octets.of("some/prefix/name"));
    assertThat(entry.type()).isEqualTo(EntryType.CHARACTER_DEVICE);
    assertThat(entry.mode()).isEqualTo(0104755);
    assertThat(entry.permissions()).isEqualTo(04755);
    assertThat(entry.user()).isEqualTo(new Owner(1000, Octets.of("alice")));
    assertThat(entry.group()).isEqualTo(new Owner(100, Octets.of("users")));
    assertThat(entry.modified()).isEqualTo(Instant.ofEpochSecond(1_500_000_000));
    assertThat(entry.device()).isEqualTo(new Device(10, 200));
    assertThat(entry.dialect()).isEqualTo(TarDialect.USTAR);
  }

  @ParameterizedTest
  @CsvSource({
    "0, FILE",
    "7, FILE",
    "1, HARD_LINK",
    "2, SYMBOLIC_LINK",
    "3, CHARACTER_DEVICE",
    "4, BLOCK_DEVICE",
    "5, DIRECTORY",
    "6, FIFO"
  })
  void typesAreRead(char type, EntryType expected) {
    Entry entry = clean(ustar("x").type(type).link("target").bytes()).only();

    boolean link = type == '1' || type == '2';
    assertThat(entry.type()).isEqualTo(expected);
    assertThat(entry.linkName().text()).isEqualTo(link ? "target" : "");
  }

  @Test
  void oldTarsHaveNeitherMagicNumberNorDirectories() {
    Reading reading = clean(v7("dir/").bytes(), v7("dir/file").text(345, "garbage").with("x"));

    assertThat(reading.names()).containsExactly("dir/", "dir/file");
    assertThat(reading.entries())
        .extracting(Entry::type)
        .containsExactly(EntryType.DIRECTORY, EntryType.FILE);
    assertThat(reading.summary().dialects()).containsExactly(TarDialect.V7);
  }

  @Test
  void nameMayFillItsField() {
    String name = "n".repeat(100);

    assertThat(clean(ustar(name).text(345, "p".repeat(155)).bytes()).only().name().text())
        .isEqualTo("p".repeat(155) + '/' + name);
  }

  @Test
  void starsPrefixIsShorter() {
    Entry entry =
        clean(
                ustar("name")
                    .text(345, "p".repeat(131))
                    .text(476, "00000000000 00000000000 ")
                    .text(508, "tar\0")
                    .bytes())
            .only();

    assertThat(entry.name().text()).isEqualTo("p".repeat(131) + "/name");
  }

  @Test
  void gnuHasNoPrefixButTimesThere() {
    assertThat(clean(gnu("name").text(345, "12345670123").bytes()).only().name().text())
        .isEqualTo("name");
  }

  @Test
  void signedChecksumIsAChecksum() {
    assertThat(Reading.of(join(ustar("n\u00E4me").bytes(true), END)).faults()).isEmpty();
  }

  @Test
  void numbersMayBeBlankOrPaddedWithSpaces() {
    Entry entry =
        clean(
                ustar("x")
                    .text(100, "   644 \0")
                    .raw(108, new byte[8])
                    .text(116, "    \0\0\0\0")
                    .bytes())
            .only();

    assertThat(entry.mode()).isEqualTo(0644);
    assertThat(entry.user().id()).isZero();
    assertThat(entry.group().id()).isZero();
  }

  @Test
  void largeNumbersMayBeInBase256() {
    Entry entry = clean(gnu("x").raw(108, userId()).raw(136, minusTwo()).bytes()).only();

    assertThat(entry.user().id()).isEqualTo(0xFF00000007L);
    assertThat(entry.modified()).isEqualTo(Instant.ofEpochSecond(-2));
  }

  private static byte[] userId() {
    return new byte[] {(byte) 0x80, 0, 0, (byte) 0xFF, 0, 0, 0, 7};
  }

  private static byte[] minusTwo() {
    byte[] number = new byte[12];
    Arrays.fill(number, (byte) 0xFF);
    number[11] = (byte) 0xFE;
    return number;
  }

  @Test
  void gnuLongNamesCountFromTheirOwnHeader() {
    String name = "long/".repeat(40) + "name";
    String link = "link/".repeat(40);
    byte[] before = file("before", "");

    Entry entry =
        clean(before, longName('L', name), longName('K', link), gnu("cut").type('2').bytes())
            .entries()
            .get(1);

    assertThat(entry.name().text()).isEqualTo(name);
    assertThat(entry.linkName().text()).isEqualTo(link);
    assertThat(entry.start()).isEqualTo(512);
    assertThat(entry.headerOffset()).isEqualTo(512 + 1024 + 1024);
    assertThat(entry.dialect()).isEqualTo(TarDialect.GNU);
  }

  @Test
  void paxRecordsCountMoreThanTheHeader() {
    String name = "ü/".repeat(80);
    byte[] records =
        pax(
            record("path", name),
            record("linkpath", "ä"),
            record("uid", "4294967294"),
            record("gid", "3000000"),
            record("uname", "jürgen"),
            record("gname", "größe"),
            record("mtime", "1500000000.123456789012"),
            record("comment", "hello"),
            record("SCHILY.xattr.user.note", "a\0b=\n"),
            record("LIBARCHIVE.xattr.user.with%20space", "AQID"),
            record("RHT.security.selinux", "system_u:object_r:bin_t:s0\0"));

    Entry entry = clean(records, ustar("cut").type('2').bytes()).only();

    assertThat(entry.name().text()).isEqualTo(name);
    assertThat(entry.linkName().text()).isEqualTo("ä");
    assertThat(entry.user()).isEqualTo(new Owner(4294967294L, Octets.of("jürgen")));
    assertThat(entry.group()).isEqualTo(new Owner(3000000, Octets.of("größe")));
    assertThat(entry.modified()).isEqualTo(Instant.ofEpochSecond(1_500_000_000, 123456789));
    assertThat(entry.records()).containsExactly(Map.entry("comment", Octets.of("hello")));
    assertThat(entry.attributes())
        .containsExactly(
            new ExtendedAttribute(Octets.of("user.note"), Octets.of("a\0b=\n")),
            new ExtendedAttribute(Octets.of("user.with space"), Octets.of(new byte[] {1, 2, 3})),
            new ExtendedAttribute(
                Octets.of("security.selinux"), Octets.of("system_u:object_r:bin_t:s0")));
    assertThat(entry.dialect()).isEqualTo(TarDialect.PAX);
    assertThat(entry.start()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1.5, 1, 500000000",
    "1., 1, 0",
    "0.000000001, 0, 1",
    "-0.5, -1, 500000000",
    "-1, -1, 0",
    "-1.0000000001, -2, 999999999",
    "31556889864403198, 31556889864403198, 0"
  })
  void timesAreReadToTheNanosecond(String written, long seconds, int nanos) {
    assertThat(Decimals.time(Octets.of(written))).contains(Instant.ofEpochSecond(seconds, nanos));
  }

  @ParameterizedTest
  @CsvSource({"''", "-", ".5", "1e3", "+1", "1.x", "1.2.3", "99999999999999999999", "' 1'"})
  void otherTextsAreNoTimes(String written) {
    assertThat(Decimals.time(Octets.of(written))).isEmpty();
  }

  @Test
  void recordsEndWithTheirEntryAndGlobalOnesDoNot() {
    Reading reading =
        Reading.of(
            join(
                globalPax(record("comment", "of git"), record("gid", "7"), record("mtime", "5")),
                pax(record("mtime", "1500000000.5")),
                ustar("a").bytes(),
                ustar("b").bytes(),
                globalPax(record("mtime", "")),
                ustar("c").bytes(),
                END));

    assertThat(reading.entries())
        .extracting(Entry::modified)
        .containsExactly(
            Instant.ofEpochSecond(1_500_000_000, 500_000_000),
            Instant.ofEpochSecond(5),
            Instant.ofEpochSecond(1_500_000_000));
    assertThat(reading.entries()).extracting(entry -> entry.group().id()).containsOnly(7L);
  }

  @Test
  void paxSizeCountsWhereTheHeaderHasNoRoom() {
    Reading reading =
        Reading.of(
            join(pax(record("size", "8589934592")), ustar("big").bytes(), "x".getBytes(UTF_8)));

    assertThat(reading.only().size()).isEqualTo(8589934592L);
    assertThat(reading.contents().get(0)).hasSize(1);
    assertThat(reading.kinds()).containsExactly(ArchiveFault.Kind.TRUNCATED);
  }

  @Test
  void namesNeedNotBeText() {
    Entry entry = clean(ustar("").raw(0, (byte) 0xC3, (byte) 0x28).bytes()).only();

    assertThat(entry.name().isUtf8()).isFalse();
    assertThat(entry.name().bytes()).containsExactly(0xC3, 0x28);
    assertThat(entry.name().text()).isEqualTo("\uFFFD(");
  }

  @Test
  void fillingBehindTheEndMayHaveAnyLength() {
    assertThat(clean(file("a", "b"), new byte[512 * 37]).kinds()).isEmpty();
    assertThat(clean().summary().entries()).isZero();
  }

  @Test
  void whatIsNotReadOfAContentIsSkipped() throws Exception {
    byte[] tar = join(file("a", "x".repeat(200_000)), file("b", "y"), END);
    List<String> seen = new ArrayList<>();

    ArchiveSummary summary =
        ImageArchive.read(
            new ByteArrayInputStream(tar),
            ArchiveLimits.DEFAULT,
            new ArchiveVisitor() {
              @Override
              public Next entry(Entry entry, EntryContent content) throws IOException {
                seen.add(entry.name().text() + (char) content.read() + content.left());
                seen.add("" + content.bytes(10).map(String::new).orElse("too long"));
                return Next.CONTINUE;
              }

              @Override
              public void fault(ArchiveFault fault) {
                seen.add(fault.message());
              }
            });

    assertThat(seen).containsExactly("ax199999", "too long", "by0", "");
    assertThat(summary.complete()).isTrue();
  }
}
