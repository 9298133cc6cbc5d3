package org.appctoolkit.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What commons-compress has written is read as it was written. */
class OracleTest {
  /** An entry to write. */
  record Planned(
      char type,
      String name,
      String link,
      int mode,
      long user,
      long group,
      String userName,
      Instant modified,
      Octets content) {
    EntryType entryType() {
      return switch (type) {
        case '0' -> EntryType.FILE;
        case '1' -> EntryType.HARD_LINK;
        case '2' -> EntryType.SYMBOLIC_LINK;
        case '3' -> EntryType.CHARACTER_DEVICE;
        case '5' -> EntryType.DIRECTORY;
        default -> EntryType.FIFO;
      };
    }
  }

  /** The ways in which it can write what does not fit the header. */
  enum Way {
    GNU(TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.BIGNUMBER_STAR, false),
    PAX(TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.BIGNUMBER_POSIX, true),
    MIXED(TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.BIGNUMBER_STAR, true);

    final int longFile;
    final int bigNumber;
    final boolean records;

    Way(int longFile, int bigNumber, boolean records) {
      this.longFile = longFile;
      this.bigNumber = bigNumber;
      this.records = records;
    }
  }

  @Provide
  Arbitrary<List<Planned>> trees() {
    Arbitrary<String> segment =
        Arbitraries.oneOf(
            Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8),
            Arbitraries.strings().withChars("äß日本 .-_=\n").ofMinLength(1).ofMaxLength(4),
            Arbitraries.of("😀", "e\u0301"),
            Arbitraries.strings().withChars('l').ofLength(120));
    Arbitrary<String> name =
        segment.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("/", parts));
    Arbitrary<Long> id =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 70_000),
            Arbitraries.of(2_097_151L, 2_097_152L, 4_294_967_294L));
    Arbitrary<Instant> time =
        Combinators.combine(
                Arbitraries.longs().between(0, 40_000_000_000L),
                Arbitraries.of(0, 100, 100_000_000, 123_456_700))
            .as(Instant::ofEpochSecond);
    Arbitrary<byte[]> content = Arbitraries.bytes().array(byte[].class).ofMaxSize(1500);
    return Combinators.combine(
            Arbitraries.of('0', '0', '0', '1', '2', '3', '5', '6'),
            name,
            name,
            Arbitraries.integers().between(0, 07777),
            id,
            id,
            Arbitraries.of("", "root", "jürgen"),
            time)
        .flatAs(
            (type, path, link, mode, user, group, userName, modified) ->
                content.map(
                    bytes ->
                        new Planned(
                            type,
                            path,
                            link,
                            mode,
                            user,
                            group,
                            userName,
                            modified,
                            Octets.of(bytes))))
        .list()
        .ofMaxSize(6);
  }

  @Property(tries = 300)
  void whatWasWrittenIsRead(@ForAll("trees") List<Planned> tree, @ForAll Way way) {
    Reading reading = Reading.of(written(tree, way));

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.summary().complete()).isTrue();
    assertThat(reading.entries()).hasSameSizeAs(tree);
    for (int i = 0; i < tree.size(); i++) {
      check(tree.get(i), way, reading.entries().get(i), reading.contents().get(i));
    }
  }

  private static void check(Planned planned, Way way, Entry entry, byte[] content) {
    boolean link = planned.type() == '1' || planned.type() == '2';
    assertThat(entry.name().text()).isEqualTo(planned.name() + (planned.type() == '5' ? "/" : ""));
    assertThat(entry.type()).isEqualTo(planned.entryType());
    assertThat(entry.permissions()).isEqualTo(planned.mode());
    assertThat(entry.user()).isEqualTo(new Owner(planned.user(), Octets.of(planned.userName())));
    assertThat(entry.group().id()).isEqualTo(planned.group());
    assertThat(entry.linkName().text()).isEqualTo(link ? planned.link() : "");
    assertThat(entry.modified())
        .isEqualTo(
            way == Way.PAX
                ? planned.modified()
                : Instant.ofEpochSecond(planned.modified().getEpochSecond()));
    assertThat(content).isEqualTo(contentOf(planned));
    if (way.records) {
      assertThat(entry.attributes())
          .containsExactly(
              new ExtendedAttribute(Octets.of("user.mode"), Octets.of("=" + planned.mode())));
    }
    if (planned.type() == '3') {
      assertThat(entry.device()).isEqualTo(new Device(8, 1));
    }
  }

  private static byte[] contentOf(Planned planned) {
    return planned.type() == '0' ? planned.content().bytes() : new byte[0];
  }

  private static byte[] written(List<Planned> tree, Way way) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, UTF_8.name())) {
      tar.setLongFileMode(way.longFile);
      tar.setBigNumberMode(way.bigNumber);
      tar.setAddPaxHeadersForNonAsciiNames(way == Way.PAX);
      for (Planned planned : tree) {
        boolean directory = planned.type() == '5';
        TarArchiveEntry entry =
            new TarArchiveEntry(planned.name() + (directory ? "/" : ""), (byte) planned.type());
        entry.setMode(planned.mode());
        entry.setUserId(planned.user());
        entry.setGroupId(planned.group());
        entry.setUserName(planned.userName());
        entry.setLastModifiedTime(FileTime.from(planned.modified()));
        entry.setLinkName(planned.type() == '1' || planned.type() == '2' ? planned.link() : "");
        entry.setDevMajor(planned.type() == '3' ? 8 : 0);
        entry.setDevMinor(planned.type() == '3' ? 1 : 0);
        if (way.records) {
          entry.addPaxHeader("SCHILY.xattr.user.mode", "=" + planned.mode());
        }
        byte[] content = contentOf(planned);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
