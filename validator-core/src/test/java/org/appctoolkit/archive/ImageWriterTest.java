package org.appctoolkit.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageWriterTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_600_000_000);
  private static final Owner ROOT = new Owner(0, Octets.EMPTY);

  /** An archive and its image ID. */
  private record Written(Octets octets, ImageId id) {
    byte[] bytes() {
      return octets.bytes();
    }
  }

  private static Written write(Compression compression, List<Entry> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageWriter writer = new ImageWriter(out, compression);
      for (Entry entry : entries) {
        writer.add(entry, new ByteArrayInputStream(content(entry)));
      }
      ImageId id = writer.finish();
      return new Written(Octets.of(out.toByteArray()), id);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing can fail here", e);
    }
  }

  /** Some content of the right length. */
  private static byte[] content(Entry entry) {
    byte[] content = new byte[(int) entry.size()];
    Arrays.fill(content, (byte) entry.name().length());
    return content;
  }

  private static Entry entry(Octets name, EntryType type, Octets linkName, long size) {
    return new Entry(
        name,
        type,
        0644,
        ROOT,
        ROOT,
        TIME,
        size,
        linkName,
        Device.NONE,
        List.of(),
        Map.of(),
        TarDialect.PAX,
        0,
        0);
  }

  private static Entry file(String name) {
    return entry(Octets.of(name), EntryType.FILE, Octets.EMPTY, 5);
  }

  private static Entry with(Entry entry, Owner user, Instant time, List<ExtendedAttribute> all) {
    return new Entry(
        entry.name(),
        entry.type(),
        entry.mode(),
        user,
        entry.group(),
        time,
        entry.size(),
        entry.linkName(),
        entry.device(),
        all,
        entry.records(),
        entry.dialect(),
        0,
        0);
  }

  /** Whatever of an entry does not depend on where and in which form it was written. */
  private static Entry plain(Entry entry) {
    return new Entry(
        entry.name(),
        entry.type(),
        entry.mode(),
        entry.user(),
        entry.group(),
        entry.modified(),
        entry.size(),
        entry.linkName(),
        entry.device(),
        entry.attributes(),
        entry.records(),
        TarDialect.PAX,
        0,
        0);
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    Arbitrary<Octets> names =
        Arbitraries.oneOf(
                Arbitraries.strings().withChars("ab/.").ofMinLength(1).ofMaxLength(260),
                Arbitraries.strings().all().ofMinLength(1).ofMaxLength(120))
            .map(it -> it.replace("\0", "0") + "x")
            .map(Octets::of);
    Arbitrary<Octets> anyNames =
        Arbitraries.oneOf(
            names,
            Arbitraries.bytes()
                .filter(it -> it != 0 && it != '/')
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(150)
                .map(Octets::of));
    Arbitrary<Long> ids =
        Arbitraries.of(0L, 1000L, 07777777L, 010000000L, (1L << 32) - 2, Long.MAX_VALUE);
    Arbitrary<Owner> owners =
        Combinators.combine(ids, Arbitraries.of("", "root", "ünï", "u".repeat(31), "u".repeat(32)))
            .as((id, name) -> new Owner(id, Octets.of(name)));
    Arbitrary<Instant> times =
        Combinators.combine(
                Arbitraries.of(
                    -1L, -2L, 0L, 1L, 1_600_000_000L, (1L << 33) - 1, 1L << 33, -(1L << 40)),
                Arbitraries.of(0L, 1L, 100_000_000L, 999_999_999L))
            .as(Instant::ofEpochSecond);
    Arbitrary<Device> devices =
        Combinators.combine(Arbitraries.of(0L, 8L, 1L << 21), Arbitraries.of(0L, 3L, 1L << 40))
            .as(Device::new);
    Arbitrary<List<ExtendedAttribute>> attributes =
        Combinators.combine(
                Arbitraries.of("user.a", "security.capability", "user.ü b"),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40))
            .as((name, value) -> new ExtendedAttribute(Octets.of(name), Octets.of(value)))
            .list()
            .uniqueElements(ExtendedAttribute::name)
            .ofMaxSize(2);
    Arbitrary<Map<String, Octets>> records =
        Arbitraries.of(
            Map.of(), Map.of("comment", Octets.of("c\n=")), Map.of("atime", Octets.of("1")));
    Arbitrary<EntryType> types =
        Arbitraries.of(EntryType.class)
            .filter(it -> it != EntryType.SPARSE_FILE && it != EntryType.OTHER);
    return Combinators.combine(
            anyNames,
            types,
            Arbitraries.integers().between(0, 07777),
            owners,
            times,
            devices,
            attributes,
            records)
        .as(
            (name, type, mode, owner, time, device, all, more) -> {
              boolean link = type == EntryType.HARD_LINK || type == EntryType.SYMBOLIC_LINK;
              boolean special =
                  type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE;
              return new Entry(
                  name,
                  type,
                  mode,
                  owner,
                  owner,
                  time,
                  type == EntryType.FILE ? mode : 0,
                  link ? name : Octets.EMPTY,
                  special ? device : Device.NONE,
                  all,
                  more,
                  TarDialect.PAX,
                  0,
                  0);
            })
        .list()
        .ofMaxSize(6);
  }

  @Property(tries = 500)
  void whatIsWrittenIsRead(@ForAll("entries") List<Entry> entries) {
    Written written = write(Compression.NONE, entries);

    Reading reading = Reading.of(written.bytes());

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.entries().stream().map(ImageWriterTest::plain)).isEqualTo(entries);
    assertThat(reading.contents()).containsExactlyElementsOf(contents(entries));
    assertThat(reading.summary().imageIds()).contains(written.id());
  }

  private static List<byte[]> contents(List<Entry> entries) {
    return entries.stream().map(ImageWriterTest::content).toList();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void theImageIdDoesNotDependOnTheCompression(Compression compression) {
    List<Entry> entries = List.of(file("manifest"), file("rootfs/ü"), file("n".repeat(300)));
    Written plain = write(Compression.NONE, entries);

    Written written = write(compression, entries);

    Reading reading = Reading.of(written.bytes());
    assertThat(written.id()).isEqualTo(plain.id());
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.summary().compression()).isEqualTo(compression);
    assertThat(reading.summary().imageIds()).contains(plain.id());
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void theSameEntriesMakeTheSameBytes(Compression compression) throws IOException {
    Entry large = entry(Octets.of("large"), EntryType.FILE, Octets.EMPTY, 300_000);
    Written first = write(compression, List.of(large));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = new ImageWriter(out, compression);
    writer.add(large, new Dripping(content(large)));
    writer.finish();

    assertThat(out.toByteArray()).isEqualTo(first.bytes());
  }

  /** A stream that gives a few bytes at once. */
  private static final class Dripping extends ByteArrayInputStream {
    Dripping(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, 777));
    }
  }

  @Test
  void gzipTellsNeitherNameNorTimeNorSystem() {
    byte[] archive = write(Compression.GZIP, List.of(file("a"))).bytes();

    assertThat(HexFormat.of().formatHex(archive, 0, 10)).isEqualTo("1f8b08000000000000ff");
  }

  @Test
  void twoBlocksOfZerosAreTheEnd() {
    assertThat(write(Compression.NONE, List.of()).bytes()).isEqualTo(new byte[1024]);
  }

  @ParameterizedTest
  @CsvSource({"100, USTAR", "101, PAX"})
  void recordsAreWrittenWhereTheHeaderHasNoRoom(int length, TarDialect dialect) {
    byte[] archive = write(Compression.NONE, List.of(file("n".repeat(length)))).bytes();

    assertThat(Reading.of(archive).only().dialect()).isEqualTo(dialect);
  }

  @Test
  void namesBeyondAsciiAreMarkedAsUnicode() {
    byte[] archive = write(Compression.NONE, List.of(file("ü"))).bytes();

    assertThat(new String(archive, UTF_8)).contains("11 path=ü\n");
  }

  @Test
  void longNamesThatAreNoTextAreMarkedAsBinary() {
    byte[] name = new byte[101];
    Arrays.fill(name, (byte) 0xFF);
    Entry entry = entry(Octets.of(name), EntryType.FILE, Octets.EMPTY, 5);

    byte[] archive = write(Compression.NONE, List.of(entry)).bytes();

    assertThat(new String(archive, UTF_8)).contains("21 hdrcharset=BINARY\n");
  }

  @ParameterizedTest
  @CsvSource({"155, 100, USTAR", "156, 100, PAX", "155, 101, PAX", "1, 100, USTAR", "90, 9, USTAR"})
  void longNamesAreSplitWherePossible(int before, int behind, TarDialect dialect) {
    String name = "d".repeat(before) + "/" + "f".repeat(behind);

    byte[] archive = write(Compression.NONE, List.of(file(name))).bytes();

    assertThat(Reading.of(archive).only().name()).isEqualTo(Octets.of(name));
    assertThat(Reading.of(archive).only().dialect()).isEqualTo(dialect);
  }

  @Test
  void otherReadersReadTheSame() throws IOException {
    Owner user = new Owner(3_000_000_000L, Octets.of("ü"));
    ExtendedAttribute attribute = new ExtendedAttribute(Octets.of("user.a"), Octets.of("ein Wért"));
    Instant time = Instant.ofEpochSecond(1_600_000_000, 123_456_789);
    Entry entry = with(file("rootfs/" + "é".repeat(200)), user, time, List.of(attribute));

    byte[] archive = write(Compression.NONE, List.of(entry)).bytes();

    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(archive), UTF_8.name())) {
      TarArchiveEntry read = tar.getNextEntry();
      assertThat(read.getName()).isEqualTo(entry.name().text());
      assertThat(read.getLongUserId()).isEqualTo(3_000_000_000L);
      assertThat(read.getUserName()).isEqualTo("ü");
      assertThat(read.getLastModifiedTime().toInstant()).isEqualTo(time);
      assertThat(read.getExtraPaxHeaders()).containsEntry("SCHILY.xattr.user.a", "ein Wért");
      assertThat(tar.readAllBytes()).isEqualTo(content(entry));
    }
  }

  @Test
  void contentThatEndsEarlyIsAFailure() throws IOException {
    ImageWriter writer = new ImageWriter(new ByteArrayOutputStream(), Compression.NONE);

    assertThatThrownBy(() -> writer.add(file("a"), new ByteArrayInputStream(new byte[3])))
        .isInstanceOf(IOException.class)
        .hasMessage("the content of \"a\" ends 2 bytes early");
  }

  @Test
  void contentBeyondTheDeclaredSizeIsLeftAlone() throws IOException {
    ImageWriter writer = new ImageWriter(new ByteArrayOutputStream(), Compression.NONE);
    InputStream content = new ByteArrayInputStream(new byte[8]);

    writer.add(file("a"), content);

    assertThat(content.available()).isEqualTo(3);
  }

  static List<Entry> unwritable() {
    List<Entry> entries = new ArrayList<>();
    entries.add(entry(Octets.of("socket"), EntryType.OTHER, Octets.EMPTY, 0));
    entries.add(entry(Octets.of("sparse"), EntryType.SPARSE_FILE, Octets.EMPTY, 0));
    entries.add(file(""));
    entries.add(file("a\0b"));
    entries.add(file("file/"));
    entries.add(entry(Octets.of("link"), EntryType.SYMBOLIC_LINK, Octets.EMPTY, 0));
    entries.add(entry(Octets.of("dir"), EntryType.DIRECTORY, Octets.EMPTY, 1));
    entries.add(entry(Octets.of("negative"), EntryType.FILE, Octets.EMPTY, -1));
    for (String name : List.of("", "user.a=b", "user.a%3D", "user.\0")) {
      entries.add(
          with(
              file("a"),
              ROOT,
              TIME,
              List.of(new ExtendedAttribute(Octets.of(name), Octets.EMPTY))));
    }
    return entries;
  }

  @ParameterizedTest
  @MethodSource("unwritable")
  void whatReadersWouldTakeDifferentlyIsNotWritten(Entry entry) throws IOException {
    ImageWriter writer = new ImageWriter(new ByteArrayOutputStream(), Compression.NONE);

    assertThat(ImageWriter.obstacle(entry)).isPresent();
    assertThatThrownBy(() -> writer.add(entry, InputStream.nullInputStream()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "size", "hdrcharset", "GNU.sparse.name", "SCHILY.xattr.user.a"})
  void recordsThatTheWriterMakesItselfAreNotTaken(String key) {
    Entry file = file("a");
    Entry entry =
        new Entry(
            file.name(),
            file.type(),
            file.mode(),
            ROOT,
            ROOT,
            TIME,
            5,
            Octets.EMPTY,
            Device.NONE,
            List.of(),
            Map.of(key, Octets.of("1")),
            TarDialect.PAX,
            0,
            0);

    assertThat(ImageWriter.obstacle(entry)).isPresent();
  }

  @Test
  void anEntryCanBelongToRootAndBeOlder() {
    Entry entry = with(file("a"), new Owner(7, Octets.of("u")), TIME, List.of());
    Instant earlier = TIME.minusNanos(1);

    assertThat(entry.ownedByRoot().user()).isEqualTo(ROOT);
    assertThat(entry.modifiedNoLaterThan(earlier).modified()).isEqualTo(earlier);
    assertThat(entry.modifiedNoLaterThan(TIME.plusNanos(1)).modified()).isEqualTo(TIME);
  }

  @Test
  void contentOfOtherSourcesEndsBehindItsSize() throws IOException {
    InputStream stream = new ByteArrayInputStream("content and more".getBytes(UTF_8));

    EntryContent content = EntryContent.of(stream, 7);

    assertThat(content.skip(3)).isEqualTo(3);
    assertThat(content.bytes(10))
        .hasValueSatisfying(it -> assertThat(it).asString().isEqualTo("tent"));
    assertThat(content.read()).isEqualTo(-1);
    assertThat(stream.readAllBytes()).hasSize(9);
  }
}
