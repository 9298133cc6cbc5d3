package org.appctoolkit.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.archive.ArchiveFault.Kind.AMBIGUOUS_HEADER;
import static org.appctoolkit.archive.ArchiveFault.Kind.BYTES_AFTER_END;
import static org.appctoolkit.archive.ArchiveFault.Kind.CONTENT_OF_NON_FILE;
import static org.appctoolkit.archive.ArchiveFault.Kind.DISAGREEMENT;
import static org.appctoolkit.archive.ArchiveFault.Kind.GLOBAL_RECORD;
import static org.appctoolkit.archive.ArchiveFault.Kind.HEADER_CHECKSUM;
import static org.appctoolkit.archive.ArchiveFault.Kind.HEADER_TOO_LONG;
import static org.appctoolkit.archive.ArchiveFault.Kind.MALFORMED_EXTENSION;
import static org.appctoolkit.archive.ArchiveFault.Kind.MISSING_END;
import static org.appctoolkit.archive.ArchiveFault.Kind.NAME_TOO_LONG;
import static org.appctoolkit.archive.ArchiveFault.Kind.NUMBER;
import static org.appctoolkit.archive.ArchiveFault.Kind.PADDING;
import static org.appctoolkit.archive.ArchiveFault.Kind.SPARSE;
import static org.appctoolkit.archive.ArchiveFault.Kind.TOO_LONG;
import static org.appctoolkit.archive.ArchiveFault.Kind.TOO_MANY_ENTRIES;
import static org.appctoolkit.archive.ArchiveFault.Kind.TRUNCATED;
import static org.appctoolkit.archive.ArchiveFault.Kind.UNKNOWN_TYPE;
import static org.appctoolkit.archive.TarBlock.END;
import static org.appctoolkit.archive.TarBlock.file;
import static org.appctoolkit.archive.TarBlock.globalPax;
import static org.appctoolkit.archive.TarBlock.gnu;
import static org.appctoolkit.archive.TarBlock.join;
import static org.appctoolkit.archive.TarBlock.longName;
import static org.appctoolkit.archive.TarBlock.pax;
import static org.appctoolkit.archive.TarBlock.record;
import static org.appctoolkit.archive.TarBlock.ustar;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.archive.ArchiveFault.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a tar is told, and where. */
class TarFaultsTest {
  private static final byte[] NEXT = file("next", "n");
  private static final byte[] JUNK = new byte[512];

  static {
    Arrays.fill(JUNK, (byte) 'j');
  }

  /** Faults behind which the next entry is read all the same. */
  static Stream<Arguments> readableTars() {
    return Stream.of(
        arguments("mode is no number", NUMBER, ustar("x").text(100, "rwxr-xr-").bytes()),
        arguments("mode has unknown bits", NUMBER, ustar("x").octal(100, 8, 0200000).bytes()),
        arguments("negative user ID", NUMBER, gnu("x").raw(108, filled(8, 0xFF)).bytes()),
        arguments("user ID with text", NUMBER, ustar("x").text(108, "12x4567\0").bytes()),
        arguments(
            "group ID with digits behind it", NUMBER, ustar("x").text(116, "12 4567\0").bytes()),
        arguments("group ID with an 8", NUMBER, ustar("x").text(116, "0000008\0").bytes()),
        arguments("time too large", NUMBER, gnu("x").raw(136, filled(12, 0xBF)).bytes()),
        arguments("time beyond all times", NUMBER, gnu("x").raw(136, large()).bytes()),
        arguments("pax time is none", NUMBER, pax(record("mtime", "now")), ustar("x").bytes()),
        arguments("pax user ID negative", NUMBER, pax(record("uid", "-1")), ustar("x").bytes()),
        arguments("device too large", NUMBER, gnu("x").type('3').raw(329, filled(8, 0xFF)).bytes()),
        arguments("type of volumes", UNKNOWN_TYPE, gnu("x").type('V').bytes()),
        arguments("type of continuations", UNKNOWN_TYPE, gnu("x").type('M').with("xyz")),
        arguments("type of nobody", UNKNOWN_TYPE, ustar("x").type('\u00FE').with("xyz")),
        arguments("file that is called a directory", AMBIGUOUS_HEADER, ustar("x/").bytes()),
        arguments("symlink with size", CONTENT_OF_NON_FILE, ustar("x").type('2').size(9).bytes()),
        arguments("hard link with size", CONTENT_OF_NON_FILE, ustar("x").type('1').size(9).bytes()),
        arguments("directory with size", CONTENT_OF_NON_FILE, ustar("x").type('5').size(9).bytes()),
        arguments("padding of content", PADDING, ustar("x").size(1).bytes(), JUNK),
        arguments(
            "padding of records",
            PADDING,
            ustar("p").type('x').size(record("a", "b").length()).bytes(),
            withBeginning(record("a", "b")),
            ustar("x").bytes()),
        arguments(
            "size smuggled past readers of ustar",
            DISAGREEMENT,
            pax(record("size", "512")),
            ustar("x").bytes(),
            ustar("smuggled").bytes()),
        arguments(
            "size smuggled past readers of pax",
            DISAGREEMENT,
            pax(record("size", "0")),
            ustar("x").size(512).bytes()),
        arguments("other path", DISAGREEMENT, pax(record("path", "y")), ustar("x").bytes()),
        arguments("other user", DISAGREEMENT, pax(record("uname", "y")), ustar("x").bytes()),
        arguments("other user ID", DISAGREEMENT, pax(record("uid", "7")), ustar("x").bytes()),
        arguments("other time", DISAGREEMENT, pax(record("mtime", "7")), ustar("x").bytes()),
        arguments(
            "other link",
            DISAGREEMENT,
            pax(record("linkpath", "y")),
            ustar("x").type('2').link("z").bytes()),
        arguments(
            "two values of an attribute",
            DISAGREEMENT,
            pax(record("SCHILY.xattr.user.a", "x"), record("LIBARCHIVE.xattr.user.a", "eQ==")),
            ustar("x").bytes()),
        arguments("path for all", GLOBAL_RECORD, globalPax(record("path", "y")), NEXT),
        arguments("attribute for all", GLOBAL_RECORD, globalPax(record("SCHILY.xattr.a", "y"))),
        arguments("map for all", GLOBAL_RECORD, globalPax(record("GNU.sparse.major", "1"))),
        arguments(
            "key twice",
            AMBIGUOUS_HEADER,
            pax(record("comment", "a"), record("comment", "b")),
            ustar("x").bytes()),
        arguments(
            "NUL in a path",
            AMBIGUOUS_HEADER,
            pax(record("path", "a".repeat(120) + "\0")),
            ustar("x").bytes()),
        arguments(
            "records twice",
            AMBIGUOUS_HEADER,
            pax(record("comment", "a")),
            pax(record("comment", "b")),
            ustar("x").bytes()),
        arguments(
            "long name twice",
            AMBIGUOUS_HEADER,
            longName('L', "a"),
            longName('L', "b"),
            gnu("x").bytes()),
        arguments(
            "global records in between",
            AMBIGUOUS_HEADER,
            pax(record("comment", "a")),
            globalPax(record("comment", "b")),
            ustar("x").bytes()),
        arguments(
            "records and a long name",
            AMBIGUOUS_HEADER,
            pax(record("comment", "a")),
            longName('L', "b"),
            gnu("x").bytes()),
        arguments("empty path", MALFORMED_EXTENSION, pax(record("path", "")), ustar("x").bytes()),
        arguments(
            "charset",
            MALFORMED_EXTENSION,
            pax(record("hdrcharset", "ISO-IR 8859 1 1998")),
            ustar("x").bytes()),
        arguments(
            "attribute not in Base64",
            MALFORMED_EXTENSION,
            pax(record("LIBARCHIVE.xattr.a", "?")),
            ustar("x").bytes()),
        arguments(
            "attribute not percent-encoded",
            MALFORMED_EXTENSION,
            pax(record("LIBARCHIVE.xattr.%4", "eQ==")),
            ustar("x").bytes()),
        arguments(
            "attribute without name",
            MALFORMED_EXTENSION,
            pax(record("SCHILY.xattr.", "a")),
            ustar("x").bytes()),
        arguments(
            "long name without NUL",
            MALFORMED_EXTENSION,
            gnu("l").type('L').with("name"),
            gnu("x").bytes()),
        arguments(
            "long name with NUL", MALFORMED_EXTENSION, longName('L', "a\0b"), gnu("x").bytes()),
        arguments(
            "empty long name", MALFORMED_EXTENSION, gnu("l").type('L').with(""), gnu("x").bytes()),
        arguments("old sparse file", SPARSE, gnu("x").type('S').with("data")),
        arguments(
            "old sparse file with a long map",
            SPARSE,
            gnu("x").type('S').size(5).raw(482, (byte) 1).bytes(),
            extension(true),
            extension(false),
            TarBlock.padded("data!".getBytes(UTF_8))),
        arguments(
            "sparse file 0.0",
            SPARSE,
            pax(
                record("GNU.sparse.size", "10"),
                record("GNU.sparse.offset", "0"),
                record("GNU.sparse.numbytes", "2"),
                record("GNU.sparse.offset", "5"),
                record("GNU.sparse.numbytes", "2")),
            file("x", "data")),
        arguments(
            "sparse file 1.0",
            SPARSE,
            pax(record("GNU.sparse.major", "1"), record("GNU.sparse.name", "x")),
            file("GNUSparseFile.1/x", "1\n0\n0\n")));
  }

  private static Arguments arguments(String name, Kind kind, byte[]... parts) {
    return Arguments.of(name, kind, join(parts));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] large() {
    byte[] bytes = filled(12, 0);
    bytes[0] = (byte) 0x80;
    bytes[4] = 0x7F;
    return bytes;
  }

  private static byte[] withBeginning(String text) {
    byte[] block = JUNK.clone();
    System.arraycopy(text.getBytes(UTF_8), 0, block, 0, text.length());
    return block;
  }

  private static byte[] extension(boolean more) {
    byte[] block = new byte[512];
    block[504] = (byte) (more ? 1 : 0);
    return block;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readableTars")
  void faultIsToldAndTheNextEntryIsRead(String name, Kind kind, byte[] tar) {
    Reading reading = Reading.of(join(tar, NEXT, END));

    assertThat(reading.kinds()).containsExactly(kind);
    assertThat(reading.contents().get(reading.contents().size() - 1))
        .asString(UTF_8)
        .isEqualTo("n");
    assertThat(reading.names()).doesNotContain("smuggled");
    assertThat(reading.summary().complete()).isTrue();
    assertThat(reading.summary().imageIds()).hasSize(2);
    assertThat(reading.summary().faults()).isEqualTo(1);
  }

  /** Faults behind which there is no telling where the next header is. */
  static Stream<Arguments> brokenTars() {
    return Stream.of(
        arguments("junk", HEADER_CHECKSUM, JUNK, NEXT),
        arguments("checksum", HEADER_CHECKSUM, damaged(), NEXT),
        arguments("size is no number", NUMBER, ustar("x").text(124, "size").bytes(), NEXT),
        arguments("negative size", NUMBER, gnu("x").raw(124, filled(12, 0xFF)).bytes(), NEXT),
        arguments("minus sign", NUMBER, ustar("x").text(124, "-0000000001\0").bytes(), NEXT),
        arguments("size too large", NUMBER, gnu("x").raw(124, filled(12, 0xBF)).bytes(), NEXT),
        arguments("size just too large", NUMBER, gnu("x").raw(124, justTooLarge()).bytes(), NEXT),
        arguments(
            "pax size too large",
            NUMBER,
            pax(record("size", "9223372036854775808")),
            ustar("x").bytes(),
            NEXT),
        arguments("pax size negative", NUMBER, pax(record("size", "-1")), ustar("x").bytes(), NEXT),
        arguments(
            "size of records", NUMBER, gnu("x").type('x').raw(124, filled(12, 0xFF)).bytes(), NEXT),
        arguments(
            "size of a long name",
            NUMBER,
            gnu("x").type('L').raw(124, filled(12, 0xFF)).bytes(),
            NEXT),
        arguments("record without length", MALFORMED_EXTENSION, pax("path=x\n"), NEXT),
        arguments("record without space", MALFORMED_EXTENSION, pax("8path=x\n"), NEXT),
        arguments("record too long", MALFORMED_EXTENSION, pax("99 path=x\n"), NEXT),
        arguments("record too short", MALFORMED_EXTENSION, pax("2 path=x\n"), NEXT),
        arguments("record of length 0", MALFORMED_EXTENSION, pax("0 path=x\n"), NEXT),
        arguments("negative length", MALFORMED_EXTENSION, pax("-9 path=x\n"), NEXT),
        arguments("length overflows", MALFORMED_EXTENSION, pax("99999999999999999999 a=b\n"), NEXT),
        arguments("length only", MALFORMED_EXTENSION, pax("123"), NEXT),
        arguments("record without =", MALFORMED_EXTENSION, pax("9 pathxx\n"), NEXT),
        arguments("record without key", MALFORMED_EXTENSION, pax("5 =x\n"), NEXT),
        arguments("record without line feed", MALFORMED_EXTENSION, pax("9 path=xx"), NEXT),
        arguments("NULs behind records", MALFORMED_EXTENSION, pax(record("a", "b"), "\0\0"), NEXT),
        arguments("one block of zeros", BYTES_AFTER_END, NEXT, new byte[512], NEXT),
        arguments("name too long", NAME_TOO_LONG, longName('L', "n".repeat(4097)), NEXT),
        arguments("link too long", NAME_TOO_LONG, longName('K', "n".repeat(4097)), NEXT),
        arguments("path too long", NAME_TOO_LONG, pax(record("path", "n".repeat(4097))), NEXT),
        arguments("value too long", HEADER_TOO_LONG, pax(record("a", "n".repeat(300_000))), NEXT),
        arguments("key too long", HEADER_TOO_LONG, pax(record("k".repeat(600), "")), NEXT));
  }

  private static byte[] damaged() {
    byte[] header = ustar("x").bytes();
    header[1]++;
    return header;
  }

  private static byte[] justTooLarge() {
    byte[] bytes = filled(12, 0);
    bytes[0] = (byte) 0x80;
    bytes[4] = (byte) 0x80;
    return bytes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenTars")
  void faultEndsThePass(String name, Kind kind, byte[] tar) {
    byte[] first = file("first", "1");

    Reading reading = Reading.of(join(first, tar, END));

    assertThat(reading.kinds()).containsExactly(kind);
    assertThat(reading.names()).startsWith("first").hasSizeLessThanOrEqualTo(2);
    assertThat(reading.summary().complete()).isFalse();
    assertThat(reading.summary().imageIds()).hasSize(kind.isLimit() ? 0 : 2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenTars")
  void faultIsToldHoweverEarlyTheTarEnds(String name, Kind kind, byte[] tar) {
    for (int length = tar.length; length >= 0; length -= 397) {
      Reading reading = Reading.of(join(NEXT, Arrays.copyOf(tar, length)));

      assertThat(reading.faults()).isNotEmpty();
    }
  }

  @Test
  void everyWayToEndEarlyIsTold() {
    byte[] tar = join(pax(record("comment", "x".repeat(600))), file("a", "x".repeat(600)), END);

    assertThat(endedAt(tar, 512)).containsExactly(TRUNCATED);
    assertThat(endedAt(tar, 513)).containsExactly(TRUNCATED);
    assertThat(endedAt(tar, 1024)).containsExactly(TRUNCATED);
    assertThat(endedAt(tar, 1535)).containsExactly(TRUNCATED);
    assertThat(endedAt(tar, 1536)).containsExactly(MALFORMED_EXTENSION, MISSING_END);
    assertThat(endedAt(tar, 1537)).containsExactly(TRUNCATED);
    assertThat(endedAt(tar, 2048)).containsExactly(TRUNCATED);
    assertThat(endedAt(tar, 2647)).containsExactly(TRUNCATED);
    assertThat(endedAt(tar, 2648)).containsExactly(TRUNCATED);
    assertThat(endedAt(tar, 3071)).containsExactly(TRUNCATED);
    assertThat(endedAt(tar, 3072)).containsExactly(MISSING_END);
    assertThat(endedAt(tar, 3073)).containsExactly(TRUNCATED);
    assertThat(endedAt(tar, 3584)).containsExactly(MISSING_END);
    assertThat(endedAt(tar, 4095)).containsExactly(MISSING_END);
    assertThat(endedAt(tar, 4096)).isEmpty();
  }

  private static List<Kind> endedAt(byte[] tar, int length) {
    return Reading.of(Arrays.copyOf(tar, length)).kinds();
  }

  @Test
  void truncationNamesItsEntry() {
    Reading reading = Reading.of(Arrays.copyOf(join(NEXT, file("cut", "x".repeat(600))), 1800));

    assertThat(reading.faults())
        .containsExactly(
            new ArchiveFault(
                TRUNCATED, Octets.of("cut"), 1024, "the tar ends inside the content of an entry"));
  }

  @Test
  void recordsWithoutEntryAreTold() {
    assertThat(Reading.of(join(pax(record("a", "b")), END)).kinds())
        .containsExactly(MALFORMED_EXTENSION);
  }

  @Test
  void whatFollowsTheEndIsTold() {
    Reading reading = Reading.of(join(NEXT, END, new byte[1000], "x".getBytes(UTF_8)));

    assertThat(reading.faults())
        .containsExactly(
            new ArchiveFault(
                BYTES_AFTER_END,
                Octets.EMPTY,
                1024 + 1024 + 1000,
                "something else than zeros follows the end of the tar"));
    assertThat(reading.summary().complete()).isTrue();
  }

  @Test
  void endInsideABlockIsTold() {
    assertThat(Reading.of(join(NEXT, END, new byte[100])).kinds()).containsExactly(BYTES_AFTER_END);
  }

  @Test
  void limitsEndThePass() {
    byte[] tar = join(NEXT, NEXT, NEXT, END);
    ArchiveLimits limits = ArchiveLimits.DEFAULT;

    assertThat(Reading.of(tar, limits.withEntries(3)).faults()).isEmpty();
    assertThat(Reading.of(tar, limits.withEntries(2)).kinds()).containsExactly(TOO_MANY_ENTRIES);
    assertThat(Reading.of(tar, limits.withEntries(2)).entries()).hasSize(2);
    assertThat(Reading.of(tar, limits.withUncompressedBytes(tar.length)).faults()).isEmpty();
    for (int most : List.of(1, 511, 512, 600, 1024, tar.length - 1)) {
      Reading reading = Reading.of(tar, limits.withUncompressedBytes(most));
      assertThat(reading.kinds()).containsExactly(TOO_LONG);
      assertThat(reading.summary().imageIds()).isEmpty();
      assertThat(reading.summary().uncompressedBytes()).isEqualTo(most);
    }
    assertThat(Reading.of(tar, limits.withNameBytes(4)).faults()).isEmpty();
    assertThat(Reading.of(tar, limits.withNameBytes(3)).kinds()).containsExactly(NAME_TOO_LONG);
  }

  @Test
  void headersOfOneEntryAreBoundedTogether() {
    byte[] records = pax(record("comment", "x".repeat(200)));
    byte[] many = join(records, records, records, records);

    ArchiveLimits limits = ArchiveLimits.DEFAULT.withHeaderBytes(2048);

    assertThat(Reading.of(join(records, NEXT, records, NEXT, END), limits).faults()).isEmpty();
    assertThat(Reading.of(join(many, NEXT, END), limits).kinds())
        .containsExactly(AMBIGUOUS_HEADER, AMBIGUOUS_HEADER, HEADER_TOO_LONG);
  }
}
