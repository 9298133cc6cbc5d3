package org.appctoolkit.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.archive.ArchiveFault.Kind.AMBIGUOUS_HEADER;
import static org.appctoolkit.archive.ArchiveFault.Kind.DAMAGED_COMPRESSION;
import static org.appctoolkit.archive.ArchiveFault.Kind.HEADER_TOO_LONG;
import static org.appctoolkit.archive.ArchiveFault.Kind.MALFORMED_EXTENSION;
import static org.appctoolkit.archive.ArchiveFault.Kind.MEMORY;
import static org.appctoolkit.archive.ArchiveFault.Kind.NAME_TOO_LONG;
import static org.appctoolkit.archive.ArchiveFault.Kind.RATIO;
import static org.appctoolkit.archive.ArchiveFault.Kind.TOO_LONG;
import static org.appctoolkit.archive.ArchiveFault.Kind.TRUNCATED;
import static org.appctoolkit.archive.TarBlock.END;
import static org.appctoolkit.archive.TarBlock.file;
import static org.appctoolkit.archive.TarBlock.gnu;
import static org.appctoolkit.archive.TarBlock.join;
import static org.appctoolkit.archive.TarBlock.record;
import static org.appctoolkit.archive.TarBlock.ustar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.appctoolkit.archive.ArchiveFault.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Archives made to exhaust their reader. None takes more than a moment or a few megabytes. */
class HostileArchiveTest {
  private static final Duration ENOUGH = Duration.ofSeconds(60);
  private static final long GIBIBYTE = 1 << 30;
  private static final int MEBIBYTE = 1 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A visitor that keeps nothing but the kinds of faults. */
  private static final class Counting implements ArchiveVisitor {
    private final List<Kind> kinds = new ArrayList<>();

    @Override
    public Next entry(Entry entry, EntryContent content) {
      return Next.CONTINUE;
    }

    @Override
    public void fault(ArchiveFault fault) {
      kinds.add(fault.kind());
    }
  }

  private record Outcome(ArchiveSummary summary, List<Kind> kinds, long allocated) {}

  private static Outcome read(InputStream stream, ArchiveLimits limits) {
    return assertTimeoutPreemptively(
        ENOUGH,
        () -> {
          long before = THREADS.getCurrentThreadAllocatedBytes();
          Counting visitor = new Counting();
          ArchiveSummary summary = ImageArchive.read(stream, limits, visitor);
          long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
          return new Outcome(summary, visitor.kinds, allocated);
        });
  }

  private static Outcome read(InputStream stream) {
    return read(stream, ArchiveLimits.DEFAULT);
  }

  private static final byte[] NAMES = "n".repeat(1 << 16).getBytes(UTF_8);

  @Test
  void longNameOfOneGibibyte() {
    byte[] header = gnu("l").type('L').size(GIBIBYTE).bytes();
    InputStream unlimited = new Repeating(header, NAMES, 100);

    Outcome declared = read(new Repeating(header, NAMES, 1 << 14));
    Outcome believed =
        read(
            unlimited,
            ArchiveLimits.DEFAULT
                .withNameBytes(Integer.MAX_VALUE)
                .withHeaderBytes(Integer.MAX_VALUE));

    assertThat(declared.kinds()).containsExactly(NAME_TOO_LONG);
    assertThat(declared.allocated()).isLessThan(4 * MEBIBYTE);
    assertThat(believed.kinds()).containsExactly(TRUNCATED);
    assertThat(believed.allocated()).isLessThan(64 * MEBIBYTE);
  }

  @Test
  void longNameOfOneGibibyteBehindGzip() throws IOException {
    byte[] beginning = gzipBeginning(gnu("l").type('L').size(GIBIBYTE).bytes());

    Outcome outcome = read(new Repeating(beginning, deflated(NAMES), 1 << 14));

    assertThat(outcome.kinds()).containsExactly(NAME_TOO_LONG);
  }

  @Test
  void paxRecordOfOneGibibyte() {
    byte[] header = ustar("p").type('x').size(GIBIBYTE).bytes();
    byte[] path = join(header, (GIBIBYTE + " path=").getBytes(UTF_8));
    byte[] comment = join(header, (GIBIBYTE + " comment=").getBytes(UTF_8));
    ArchiveLimits generous = ArchiveLimits.DEFAULT.withHeaderBytes(Integer.MAX_VALUE);

    Outcome declared = read(new Repeating(path, NAMES, 1 << 14));
    Outcome name = read(new Repeating(path, NAMES, 1 << 14), generous);
    Outcome believed = read(new Repeating(comment, NAMES, 100), generous);

    assertThat(declared.kinds()).containsExactly(HEADER_TOO_LONG);
    assertThat(declared.allocated()).isLessThan(4 * MEBIBYTE);
    assertThat(name.kinds()).containsExactly(NAME_TOO_LONG);
    assertThat(name.allocated()).isLessThan(4 * MEBIBYTE);
    assertThat(believed.kinds()).containsExactly(TRUNCATED);
    assertThat(believed.allocated()).isLessThan(64 * MEBIBYTE);
  }

  @Test
  void fourHundredThousandPaxKeys() {
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < 400_000; i++) {
      records.append(record("k" + i, ""));
    }
    byte[] tar = join(ustar("p").type('x').with(records.toString()), file("a", ""), END);

    Outcome declared = read(new ByteArrayInputStream(tar));
    Outcome counted =
        read(new ByteArrayInputStream(tar), ArchiveLimits.DEFAULT.withHeaderBytes(100 * MEBIBYTE));

    assertThat(declared.kinds()).containsExactly(HEADER_TOO_LONG);
    assertThat(counted.kinds()).containsExactly(HEADER_TOO_LONG);
    assertThat(counted.allocated()).isLessThan(4 * MEBIBYTE);
  }

  @Test
  void longNameOfAKeyWithoutEnd() {
    byte[] header = join(ustar("p").type('x').size(200_000).bytes(), "200000 ".getBytes(UTF_8));

    assertThat(read(new Repeating(header, NAMES, 10)).kinds()).containsExactly(HEADER_TOO_LONG);
  }

  @Test
  void extensionsWithoutEnd() {
    byte[] empty = ustar("p").type('x').bytes();
    byte[] global = TarBlock.globalPax(record("comment", "x"));
    byte[] longName = TarBlock.longName('L', "x");

    for (byte[] repeated : List.of(empty, global, longName)) {
      Outcome outcome = read(new Repeating(new byte[0], repeated, 1_000_000));
      assertThat(outcome.kinds()).endsWith(HEADER_TOO_LONG).hasSizeLessThan(600);
    }
  }

  @Test
  void sparseMapWithoutEnd() {
    byte[] more = new byte[512];
    more[504] = 1;
    byte[] header = gnu("s").type('S').raw(482, (byte) 1).bytes();

    assertThat(read(new Repeating(header, more, 1_000_000)).kinds())
        .containsExactly(Kind.SPARSE, HEADER_TOO_LONG);
  }

  @Test
  void contentThatIsNotThere() {
    byte[] bytes = new byte[12];
    Arrays.fill(bytes, (byte) 0xFF);
    bytes[0] = (byte) 0x80;
    bytes[1] = 0;
    bytes[2] = 0;
    bytes[3] = 0;
    bytes[4] = 0x7F;
    byte[] tar = join(gnu("x").raw(124, bytes).bytes(), NAMES);

    Outcome outcome = read(new ByteArrayInputStream(tar));

    assertThat(outcome.kinds()).containsExactly(TRUNCATED);
    assertThat(Reading.of(tar).only().size()).isEqualTo(Long.MAX_VALUE);
    assertThat(Reading.of(tar).contents().get(0)).hasSize(NAMES.length);
  }

  @Test
  void paxSizeSmuggling() {
    byte[] hidden = join(file("manifest", "evil"));
    byte[] tar =
        join(
            TarBlock.pax(record("size", Integer.toString(hidden.length))),
            ustar("harmless").bytes(),
            hidden,
            END);

    Reading reading = Reading.of(tar);

    assertThat(reading.names()).containsExactly("harmless");
    assertThat(reading.kinds()).containsExactly(Kind.DISAGREEMENT);
  }

  @Test
  void recordsAreNotAppliedToTheLongNameBehindThem() {
    byte[] tar =
        join(
            TarBlock.pax(record("size", "5")),
            TarBlock.longName('L', "n".repeat(120)),
            gnu("n").with("hello"),
            END);

    Reading reading = Reading.of(tar);

    assertThat(reading.names()).containsExactly("n".repeat(120));
    assertThat(reading.kinds()).containsExactly(AMBIGUOUS_HEADER);
    assertThat(reading.contents().get(0)).asString(UTF_8).isEqualTo("hello");
  }

  @Test
  void aMillionEmptyEntries() {
    byte[] entry = ustar("rootfs/some/ordinary/name").bytes();

    Outcome outcome = read(new Repeating(new byte[0], entry, 1_000_000));

    assertThat(outcome.kinds()).containsExactly(Kind.MISSING_END);
    assertThat(outcome.summary().entries()).isEqualTo(1_000_000);
    assertThat(outcome.summary().complete()).isTrue();
  }

  @Test
  void entriesWithoutEnd() {
    byte[] entry = ustar("x").bytes();

    Outcome outcome =
        read(
            new Repeating(new byte[0], entry, Long.MAX_VALUE / 1024),
            ArchiveLimits.DEFAULT.withEntries(10_000));

    assertThat(outcome.kinds()).containsExactly(Kind.TOO_MANY_ENTRIES);
  }

  @Test
  void zerosWithoutEnd() {
    Outcome outcome =
        read(
            new Repeating(END, new byte[1 << 16], 1L << 40),
            ArchiveLimits.DEFAULT.withUncompressedBytes(GIBIBYTE / 4));

    assertThat(outcome.kinds()).containsExactly(TOO_LONG);
  }

  // --- compressed

  @Test
  void gzipBomb() throws IOException {
    byte[] beginning = gzipBeginning(ustar("bomb").size(1L << 32).bytes());

    Outcome outcome = read(new Repeating(beginning, deflated(new byte[MEBIBYTE]), 1 << 20));

    assertThat(outcome.kinds()).containsExactly(RATIO);
    assertThat(outcome.summary().uncompressedBytes()).isBetween(64L << 20, 66L << 20);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"NONE", "GZIP"})
  void otherBombs(Compression compression) {
    byte[] header = ustar("bomb").size(1L << 32).bytes();
    byte[] first = Compressed.by(compression, header);
    byte[] repeated = Compressed.by(compression, new byte[8 * MEBIBYTE]);

    Outcome outcome = read(new Repeating(first, repeated, 1 << 20));

    assertThat(outcome.kinds()).containsExactly(Kind.ADDITIONAL_MEMBER, RATIO);
    assertThat(outcome.summary().uncompressedBytes()).isBetween(64L << 20, 80L << 20);
  }

  @Test
  void emptyBzip2StreamsWithoutEnd() {
    byte[] small = Compressed.by(Compression.BZIP2, new byte[1]);

    Outcome outcome = read(new Repeating(new byte[0], small, Long.MAX_VALUE / 1024));

    assertThat(outcome.kinds()).contains(RATIO);
  }

  @Test
  void manySmallXzStreamsWithLargeDictionaries() {
    byte[] stream = withDictionary(Compressed.by(Compression.XZ, new byte[1]), 28);

    Outcome outcome = read(new Repeating(new byte[0], stream, 20_000));

    assertThat(outcome.summary().uncompressedBytes()).isLessThanOrEqualTo(20_000);
    assertThat(outcome.kinds()).doesNotContain(DAMAGED_COMPRESSION);
  }

  @Test
  void xzDictionaryOfOneAndAHalfGibibytes() {
    byte[] archive = withDictionary(Compressed.by(Compression.XZ, file("manifest", "{}")), 37);

    Reading reading = Reading.of(archive);

    assertThat(reading.kinds()).containsExactly(MEMORY);
    assertThat(reading.faults().get(0).message()).startsWith("the xz data before byte ");
  }

  @Test
  void xzDictionaryOfFourGibibytes() {
    byte[] archive = withDictionary(Compressed.by(Compression.XZ, file("manifest", "{}")), 40);

    assertThat(Reading.of(archive).kinds()).containsExactly(Kind.UNSUPPORTED_COMPRESSION);
  }

  @Test
  void endlessGzipHeader() {
    byte[] header = {0x1F, (byte) 0x8B, 8, 8, 0, 0, 0, 0, 0, 3};

    assertThat(read(new Repeating(header, NAMES, Long.MAX_VALUE / NAMES.length / 2)).kinds())
        .containsExactly(HEADER_TOO_LONG);
  }

  @Test
  void endlessBytesBehindGzip() {
    byte[] archive = Compressed.by(Compression.GZIP, join(file("a", ""), END));

    Outcome outcome = read(new Repeating(archive, NAMES, Long.MAX_VALUE / NAMES.length / 2));

    assertThat(outcome.kinds()).containsExactly(Kind.BYTES_AFTER_COMPRESSION);
  }

  @Test
  void malformedRecordsOfEveryLength() {
    for (int i = 0; i < 200; i++) {
      String text = "9".repeat(i);
      assertThat(Reading.of(join(TarBlock.pax(text + " "), END)).kinds())
          .contains(MALFORMED_EXTENSION);
    }
  }

  /** The beginning of a gzip file whose data goes on with {@link #deflated}. */
  private static byte[] gzipBeginning(byte[] bytes) {
    return join(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 3}, deflated(bytes));
  }

  /** Whole blocks of deflated data, which may be repeated, and no end. */
  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(bytes);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    int count;
    do {
      count = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
      output.write(buffer, 0, count);
    } while (count == buffer.length);
    deflater.end();
    return output.toByteArray();
  }

  /** The archive with another dictionary size in the header of its first block. */
  static byte[] withDictionary(byte[] archive, int code) {
    int block = 12;
    int length = 4 * (archive[block] + 1);
    byte[] changed = archive.clone();
    int filter = block + 2;
    assertThat(changed[filter]).as("the identity of LZMA2").isEqualTo((byte) 0x21);
    changed[filter + 2] = (byte) code;
    CRC32 crc = new CRC32();
    crc.update(changed, block, length - 4);
    for (int i = 0; i < 4; i++) {
      changed[block + length - 4 + i] = (byte) (crc.getValue() >> (8 * i));
    }
    return changed;
  }
}
