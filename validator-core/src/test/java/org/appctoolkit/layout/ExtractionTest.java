package org.appctoolkit.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.Device;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ExtendedAttribute;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageWriter;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.archive.Owner;
import org.appctoolkit.archive.TarDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractionTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_600_000_000, 123_456_789);
  private static final String CONTENT = "content";

  @TempDir private Path folder = Path.of("");

  private static Entry entry(String name, EntryType type, int mode, String link) {
    return entry(name, type, mode, link, new Owner(0, Octets.EMPTY), List.of());
  }

  private static Entry entry(
      String name,
      EntryType type,
      int mode,
      String link,
      Owner owner,
      List<ExtendedAttribute> attributes) {
    return new Entry(
        Octets.of(name),
        type,
        mode,
        owner,
        owner,
        TIME,
        type == EntryType.FILE ? CONTENT.length() : 0,
        Octets.of(link),
        Device.NONE,
        attributes,
        Map.of(),
        TarDialect.PAX,
        0,
        0);
  }

  private static Entry file(String name) {
    return entry(name, EntryType.FILE, 0644, "");
  }

  private static Entry directory(String name) {
    return entry(name, EntryType.DIRECTORY, 0755, "");
  }

  private static Entry link(String name, String target) {
    return entry(name, EntryType.SYMBOLIC_LINK, 0777, target);
  }

  private static Entry hardLink(String name, String target) {
    return entry(name, EntryType.HARD_LINK, 0644, target);
  }

  private static byte[] archive(Entry... entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = new ImageWriter(out, Compression.NONE);
    for (Entry entry : entries) {
      writer.add(entry, new ByteArrayInputStream(CONTENT.getBytes(UTF_8)));
    }
    writer.finish();
    return out.toByteArray();
  }

  private Path target() {
    return folder.resolve("target");
  }

  private Extraction.Outcome extract(Extraction.Options options, byte[] archive)
      throws IOException {
    return Extraction.extract(
        ImageArchive.source("image.aci", new ByteArrayInputStream(archive)),
        target(),
        options,
        ArchiveLimits.DEFAULT);
  }

  private Extraction.Outcome extract(Entry... entries) throws IOException {
    return extract(Extraction.Options.DEFAULT, archive(entries));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> left = Files.walk(folder)) {
      return left.filter(it -> !it.equals(folder))
          .map(it -> folder.relativize(it).toString())
          .sorted()
          .toList();
    }
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
  }

  @Test
  void anImageIsExtractedAsItIs() throws IOException {
    Extraction.Outcome outcome =
        extract(
            file("manifest"),
            entry("rootfs", EntryType.DIRECTORY, 0555, ""),
            directory("./rootfs/bin/"),
            entry("rootfs/bin/sh", EntryType.FILE, 0, ""),
            hardLink("rootfs/ash", "./rootfs/bin/sh"),
            link("rootfs/link", "/etc/../passwd"));

    assertThat(outcome.done()).isTrue();
    assertThat(left())
        .containsExactly(
            "target",
            "target/manifest",
            "target/rootfs",
            "target/rootfs/ash",
            "target/rootfs/bin",
            "target/rootfs/bin/sh",
            "target/rootfs/link");
    assertThat(target().resolve("manifest")).hasContent(CONTENT);
    assertThat(mode(target().resolve("rootfs"))).isEqualTo(0555);
    assertThat(mode(target().resolve("rootfs/bin/sh"))).isZero();
    assertThat(Files.isSameFile(target().resolve("rootfs/ash"), target().resolve("rootfs/bin/sh")))
        .isTrue();
    assertThat(Files.readSymbolicLink(target().resolve("rootfs/link")))
        .isEqualTo(Path.of("/etc/../passwd"));
    for (String name : List.of("manifest", "rootfs", "rootfs/bin", "rootfs/bin/sh")) {
      assertThat(Files.getLastModifiedTime(target().resolve(name))).isEqualTo(FileTime.from(TIME));
    }
  }

  private static byte[] inTwoMembers(byte[] archive) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] half :
        List.of(Arrays.copyOf(archive, 1000), Arrays.copyOfRange(archive, 1000, archive.length))) {
      ByteArrayOutputStream member = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(member)) {
        gzip.write(half);
      }
      out.writeBytes(member.toByteArray());
    }
    return out.toByteArray();
  }

  @Test
  void whatIsHarmlessIsToldAndDoesNotRefuse() throws IOException {
    Extraction.Outcome outcome =
        extract(
            Extraction.Options.DEFAULT,
            inTwoMembers(archive(file("manifest"), directory("rootfs"))));

    assertThat(outcome.done()).isTrue();
    assertThat(outcome.faults())
        .extracting(ArchiveFault::kind)
        .containsExactly(ArchiveFault.Kind.ADDITIONAL_MEMBER);
    assertThat(left()).containsExactly("target", "target/manifest", "target/rootfs");
  }

  @Test
  void whatIsHarmlessDoesNotExcuseAnythingElse() throws IOException {
    byte[] archive = inTwoMembers(archive(file("manifest"), directory("rootfs")));

    Extraction.Outcome outcome =
        extract(Extraction.Options.DEFAULT, Arrays.copyOf(archive, archive.length - 4));

    assertThat(outcome.done()).isFalse();
    assertThat(outcome.faults())
        .extracting(ArchiveFault::kind)
        .contains(ArchiveFault.Kind.ADDITIONAL_MEMBER, ArchiveFault.Kind.TRUNCATED_COMPRESSION);
    assertThat(left()).isEmpty();
  }

  @Test
  void directoriesThatAreNotNamedAreMade() throws IOException {
    extract(file("rootfs/a/b"), entry("rootfs/a", EntryType.DIRECTORY, 0700, ""));

    assertThat(target().resolve("rootfs/a/b")).hasContent(CONTENT);
    assertThat(mode(target().resolve("rootfs/a"))).isEqualTo(0700);
  }

  @Test
  void aDirectoryIsClosedAfterThoseInItWhateverTheirOrder() throws IOException {
    List<Entry> entries = new ArrayList<>();
    // So many that the clock of the file system goes on meanwhile.
    for (int i = 0; i < 3000; i++) {
      entries.add(directory("rootfs/a/" + i));
    }
    entries.add(directory("rootfs/a"));

    extract(entries.toArray(Entry[]::new));

    FileTime last = changed(target().resolve("rootfs/a"));
    for (int i = 0; i < 3000; i++) {
      assertThat(changed(target().resolve("rootfs/a/" + i))).isLessThanOrEqualTo(last);
    }
  }

  private static FileTime changed(Path path) throws IOException {
    return (FileTime) Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void whereNothingCanBeMadeIsTold() {
    assertThatThrownBy(
            () ->
                Extraction.extract(
                    ImageArchive.source(
                        "image.aci", new ByteArrayInputStream(archive(file("manifest")))),
                    folder.resolve("none/target"),
                    Extraction.Options.DEFAULT,
                    ArchiveLimits.DEFAULT))
        .isInstanceOf(IOException.class)
        .hasMessage("\"" + folder.resolve("none") + "\", where it is to be made, is no directory");
  }

  @Test
  void anEmptyDirectoryIsATargetToo() throws IOException {
    Files.createDirectory(target());

    extract(file("manifest"));

    assertThat(left()).containsExactly("target", "target/manifest");
  }

  @Test
  void anythingElseIsNotReplaced() throws IOException {
    Path kept = Files.writeString(Files.createDirectory(target()).resolve("kept"), "kept");

    assertThatThrownBy(() -> extract(file("manifest"))).isInstanceOf(IOException.class);
    Files.delete(kept);
    Files.delete(target());
    Files.createSymbolicLink(target(), Files.createDirectory(folder.resolve("other")));
    assertThatThrownBy(() -> extract(file("manifest"))).isInstanceOf(IOException.class);
    assertThat(left()).containsExactly("other", "target");
  }

  static List<List<Entry>> attacks() {
    return List.of(
        List.of(file("../outside")),
        List.of(file("rootfs/../../outside")),
        List.of(file("rootfs/..")),
        List.of(file("/tmp/outside-of-appc-test")),
        List.of(directory("../outside")),
        List.of(link("rootfs/l", "../.."), file("rootfs/l/outside")),
        List.of(link("rootfs/l", "../.."), directory("rootfs/l/outside")),
        List.of(link("rootfs/l", "../../outside"), file("rootfs/l")),
        List.of(link("rootfs/l", ".."), directory("rootfs/l")),
        List.of(directory("rootfs/l"), link("rootfs/l", "../.."), file("rootfs/l/outside")),
        List.of(hardLink("rootfs/h", "../victim")),
        List.of(hardLink("rootfs/h", "/etc/hostname")),
        List.of(link("rootfs/l", "../../.."), hardLink("rootfs/h", "rootfs/l/victim")),
        List.of(link("rootfs/l", "../../../victim"), hardLink("rootfs/h", "rootfs/l")),
        List.of(directory("rootfs"), hardLink("h", "rootfs")),
        List.of(hardLink("rootfs/h", "rootfs/later"), file("rootfs/later")),
        List.of(hardLink("rootfs/h", "none/later")),
        List.of(hardLink("rootfs/h", ".")),
        List.of(file("rootfs"), file("rootfs/file")),
        List.of(file("manifest"), file("./manifest")),
        List.of(directory("rootfs"), directory("rootfs/")),
        List.of(directory("rootfs"), file("rootfs")),
        List.of(file("./.")));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void whatCouldLeadOutOrIsAmbiguousIsRefusedWithNothingLeft(List<Entry> entries)
      throws IOException {
    Files.writeString(folder.resolve("victim"), "victim");

    Extraction.Outcome outcome = extract(entries.toArray(Entry[]::new));

    assertThat(outcome.done()).isFalse();
    assertThat(outcome.refusals()).hasSize(1);
    assertThat(outcome.refused()).isEqualTo(1);
    assertThat(left()).containsExactly("victim");
    assertThat(folder.resolve("victim")).hasContent("victim");
    assertThat(Path.of("/tmp/outside-of-appc-test")).doesNotExist();
  }

  @Test
  void theDirectoryOfTheImageItselfMayBeNamed() throws IOException {
    assertThat(extract(directory("./"), file("./manifest")).done()).isTrue();
  }

  @Test
  void aDamagedArchiveIsRefusedWithNothingLeft() throws IOException {
    byte[] archive = archive(file("manifest"), directory("rootfs"));

    Extraction.Outcome outcome =
        extract(Extraction.Options.DEFAULT, Arrays.copyOf(archive, archive.length - 1024));

    assertThat(outcome.done()).isFalse();
    assertThat(outcome.faults()).hasSize(1);
    assertThat(left()).isEmpty();
  }

  @Test
  void aStreamThatFailsLeavesNothing() throws IOException {
    byte[] archive = archive(file("manifest"), entry("rootfs", EntryType.DIRECTORY, 0, ""));
    InputStream failing =
        new SequenceInputStream(
            new ByteArrayInputStream(archive, 0, 1500),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the disk is gone");
              }

              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("the disk is gone");
              }
            });

    assertThatThrownBy(
            () ->
                Extraction.extract(
                    ImageArchive.source("a", failing),
                    target(),
                    Extraction.Options.DEFAULT,
                    ArchiveLimits.DEFAULT))
        .hasMessage("the disk is gone");
    assertThat(left()).isEmpty();
  }

  @Test
  void aNameTheFileSystemRefusesLeavesNothing() {
    assertThatThrownBy(() -> extract(directory("rootfs"), file("rootfs/" + "n".repeat(256))))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("\"rootfs/nnn");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void idsAreSetOnlyWhenAskedFor(boolean asked) throws IOException {
    extract(new Extraction.Options(asked, false), archive(entry("f", EntryType.FILE, 06755, "")));

    assertThat(mode(target().resolve("f"))).isEqualTo(asked ? 06755 : 0755);
  }

  @Test
  void ownersAreSetWhenAskedFor() throws IOException {
    int own = (int) Files.getAttribute(folder, "unix:uid");
    assumeTrue(own == 0, "only root gives files away");
    Owner owner = new Owner(4_000_000_000L, Octets.of("somebody"));
    byte[] archive =
        archive(
            entry("f", EntryType.FILE, 04755, "", owner, List.of()),
            entry("l", EntryType.SYMBOLIC_LINK, 0777, "f", owner, List.of()));

    extract(new Extraction.Options(true, true), archive);

    for (String name : List.of("f", "l")) {
      Object uid =
          Files.getAttribute(target().resolve(name), "unix:uid", LinkOption.NOFOLLOW_LINKS);
      assertThat(Integer.toUnsignedLong((int) uid)).isEqualTo(4_000_000_000L);
    }
    assertThat(mode(target().resolve("f"))).isEqualTo(04755);
  }

  @Test
  void anOwnerThatNobodyCanBeIsRefused() throws IOException {
    Owner owner = new Owner(1L << 32, Octets.EMPTY);
    byte[] archive = archive(entry("f", EntryType.FILE, 0644, "", owner, List.of()));

    assertThat(extract(new Extraction.Options(false, true), archive).done()).isFalse();
    assertThat(extract(Extraction.Options.DEFAULT, archive).done()).isTrue();
  }

  @Test
  void whatJavaCannotMakeIsLeftOutAndTold() throws IOException {
    ExtendedAttribute capability =
        new ExtendedAttribute(Octets.of("security.capability"), Octets.of("x"));
    Owner root = new Owner(0, Octets.EMPTY);

    Extraction.Outcome outcome =
        extract(
            entry("fifo", EntryType.FIFO, 0644, ""),
            entry("null", EntryType.CHARACTER_DEVICE, 0644, ""),
            entry("sda", EntryType.BLOCK_DEVICE, 0644, ""),
            entry("ping", EntryType.FILE, 0755, "", root, List.of(capability)));

    assertThat(outcome.done()).isTrue();
    assertThat(outcome.omitted()).isEqualTo(4);
    assertThat(outcome.omissions())
        .map(it -> it.entry().text())
        .containsExactly("fifo", "null", "sda", "ping");
    assertThat(left()).containsExactly("target", "target/ping");
  }

  @Test
  void attributesOfUsersAreSet() throws IOException {
    assumeTrue(
        Files.getFileStore(folder).supportsFileAttributeView("user"),
        "this file system has no extended attributes");
    ExtendedAttribute attribute = new ExtendedAttribute(Octets.of("user.a"), Octets.of("value"));
    Owner root = new Owner(0, Octets.EMPTY);

    extract(entry("f", EntryType.FILE, 0444, "", root, List.of(attribute)));

    assertThat((byte[]) Files.getAttribute(target().resolve("f"), "user:a"))
        .asString()
        .isEqualTo("value");
  }

  @Test
  void ofManyRefusalsAHundredAreTold() throws IOException {
    Entry[] entries = new Entry[150];
    Arrays.fill(entries, file("../outside"));

    assertThat(extract(entries).refusals()).hasSize(Extraction.MOST_REMARKS);
  }

  @Test
  void namesOfAnyBytesAreKept() throws IOException {
    Octets name = Octets.of(new byte[] {(byte) 0xFE, '%', '4', '1'});
    Entry file = file("x");
    Entry entry =
        new Entry(
            name,
            file.type(),
            0644,
            file.user(),
            file.group(),
            TIME,
            file.size(),
            Octets.EMPTY,
            Device.NONE,
            List.of(),
            Map.of(),
            TarDialect.PAX,
            0,
            0);

    extract(entry);

    assertThat(target().resolve(RawNames.path(name))).hasContent(CONTENT);
    try (Stream<Path> children = Files.list(target())) {
      assertThat(children).map(it -> RawNames.of(target().relativize(it))).containsExactly(name);
    }
  }
}
