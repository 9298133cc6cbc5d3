package org.appctoolkit.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveFault.Kind;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Device;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.Octets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_600_000_000, 123_456_789);

  @TempDir private Path folder = Path.of("");
  private Path layout = Path.of("");

  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, String> contents = new HashMap<>();
  private final List<ArchiveFault> faults = new ArrayList<>();

  /** What happens when an entry is visited, before its content is read. */
  private interface Step {
    void at(String name) throws IOException;
  }

  @BeforeEach
  void layout() throws IOException {
    layout = folder.resolve("layout");
    Files.createDirectories(layout.resolve("rootfs"));
    Files.writeString(layout.resolve("manifest"), "{}");
  }

  private ArchiveSummary read(ArchiveLimits limits, Step step) throws IOException {
    return new Layout(layout)
        .read(
            limits,
            Set.of(),
            new ArchiveVisitor() {
              @Override
              public Next entry(Entry entry, EntryContent content) throws IOException {
                entries.add(entry);
                step.at(entry.name().text());
                contents.put(entry.name().text(), new String(content.readAllBytes(), UTF_8));
                return Next.CONTINUE;
              }

              @Override
              public void fault(ArchiveFault fault) {
                faults.add(fault);
              }
            });
  }

  private ArchiveSummary read() throws IOException {
    return read(ArchiveLimits.DEFAULT, name -> {});
  }

  private List<String> names() {
    return entries.stream().map(it -> it.name().text()).toList();
  }

  private Entry entry(String name) {
    return entries.stream()
        .filter(it -> it.name().equals(Octets.of(name)))
        .findFirst()
        .orElseThrow();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void theManifestComesFirstAndAllElseInTheOrderOfItsBytes() throws IOException {
    for (String name : List.of("rootfs/b", "rootfs/a/z", "rootfs/a-b", "rootfs/é", "rootfs/Z")) {
      Files.createDirectories(layout.resolve(name));
    }
    Files.writeString(layout.resolve("a-stray"), "");

    ArchiveSummary summary = read();

    assertThat(names())
        .containsExactly(
            "manifest",
            "a-stray",
            "rootfs",
            "rootfs/Z",
            "rootfs/a",
            "rootfs/a/z",
            "rootfs/a-b",
            "rootfs/b",
            "rootfs/é");
    assertThat(summary.complete()).isTrue();
    assertThat(summary.imageIds()).isEmpty();
    assertThat(summary.entries()).isEqualTo(9);
  }

  @Test
  void aFileIsAsTheFileSystemTells() throws IOException {
    Path file = Files.writeString(layout.resolve("rootfs/file"), "content");
    Files.setAttribute(file, "unix:mode", 04751);
    Files.setLastModifiedTime(file, FileTime.from(TIME));

    read();

    Entry entry = entry("rootfs/file");
    assertThat(entry.type()).isEqualTo(EntryType.FILE);
    assertThat(entry.mode()).isEqualTo(04751);
    assertThat(entry.modified()).isEqualTo(TIME);
    assertThat(entry.size()).isEqualTo(7);
    assertThat(entry.user().id())
        .isEqualTo(((Integer) Files.getAttribute(file, "unix:uid")).longValue());
    assertThat(entry.user().name()).isEqualTo(Octets.EMPTY);
    assertThat(contents).containsEntry("rootfs/file", "content");
  }

  @Test
  void furtherNamesOfAFileAreHardLinksToTheFirst() throws IOException {
    Path file = Files.writeString(layout.resolve("rootfs/b"), "content");
    Files.createLink(layout.resolve("rootfs/c"), file);
    Files.createLink(layout.resolve("rootfs/a"), file);

    read();

    assertThat(entry("rootfs/a").type()).isEqualTo(EntryType.FILE);
    assertThat(entry("rootfs/b").type()).isEqualTo(EntryType.HARD_LINK);
    assertThat(entry("rootfs/c").linkName()).isEqualTo(Octets.of("rootfs/a"));
    assertThat(entry("rootfs/c").size()).isZero();
  }

  @Test
  void symbolicLinksAreToldAsTheyAreAndNotFollowed() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "");
    Files.createSymbolicLink(layout.resolve("rootfs/link"), outside);
    Files.createSymbolicLink(layout.resolve("rootfs/up"), Path.of("../.."));

    read();

    assertThat(names()).containsExactly("manifest", "rootfs", "rootfs/link", "rootfs/up");
    assertThat(entry("rootfs/link").linkName()).isEqualTo(Octets.of(outside.toString()));
    assertThat(entry("rootfs/up").linkName()).isEqualTo(Octets.of("../.."));
  }

  @Test
  void theTargetOfASymbolicLinkIsToldByteForByte() throws Exception {
    run("ln", "-s", "rootfs//a/", layout.resolve("rootfs/link").toString());

    read();

    assertThat(entry("rootfs/link").linkName()).isEqualTo(Octets.of("rootfs//a/"));
  }

  @Test
  void anyBytesAreAName() throws IOException {
    Octets name = Octets.of(new byte[] {(byte) 0xFF, '%', '2', 'F', ' ', '?'});
    Files.writeString(layout.resolve("rootfs").resolve(RawNames.path(name)), "content");

    read();

    byte[] expected = {'r', 'o', 'o', 't', 'f', 's', '/', (byte) 0xFF, '%', '2', 'F', ' ', '?'};
    assertThat(entries.get(2).name()).isEqualTo(Octets.of(expected));
    assertThat(contents.values()).contains("content");
  }

  @Test
  void devicesAndFifosAreToldAndNotOpened() throws Exception {
    assumeTrue((int) Files.getAttribute(folder, "unix:uid") == 0, "only root makes devices");
    run("mkfifo", layout.resolve("rootfs/fifo").toString());
    run("mknod", layout.resolve("rootfs/char").toString(), "c", "300", "70000");
    run("mknod", layout.resolve("rootfs/block").toString(), "b", "7", "1");

    read();

    assertThat(entry("rootfs/fifo").type()).isEqualTo(EntryType.FIFO);
    assertThat(entry("rootfs/char").type()).isEqualTo(EntryType.CHARACTER_DEVICE);
    assertThat(entry("rootfs/char").device()).isEqualTo(new Device(300, 70000));
    assertThat(entry("rootfs/block").type()).isEqualTo(EntryType.BLOCK_DEVICE);
  }

  @Test
  void attributesOfUsersAreToldInTheOrderOfTheirNames() throws IOException {
    Path file = Files.writeString(layout.resolve("rootfs/file"), "content");
    assumeTrue(
        Files.getFileStore(file).supportsFileAttributeView("user"),
        "this file system has no extended attributes");
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    view.write("b", ByteBuffer.wrap(new byte[] {0, -1}));
    view.write("a", ByteBuffer.wrap(new byte[0]));

    read();

    assertThat(entry("rootfs/file").attributes())
        .map(it -> it.name().text())
        .containsExactly("user.a", "user.b");
    assertThat(entry("rootfs/file").attributes().get(1).value())
        .isEqualTo(Octets.of(new byte[] {0, -1}));
  }

  @Test
  void aFileThatGrowsWhileItIsReadIsAFailure() throws IOException {
    Path file = Files.writeString(layout.resolve("rootfs/file"), "content");

    assertThatThrownBy(
            () ->
                read(
                    ArchiveLimits.DEFAULT,
                    name -> {
                      if (name.equals("rootfs/file")) {
                        Files.writeString(file, "more content");
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("\"rootfs/file\": changed while it was read");
  }

  @Test
  void aFileThatIsCutWhileItIsReadIsAFailure() throws IOException {
    Path file = Files.writeString(layout.resolve("rootfs/file"), "content");

    assertThatThrownBy(
            () ->
                read(
                    ArchiveLimits.DEFAULT,
                    name -> {
                      if (name.equals("rootfs/file")) {
                        Files.writeString(file, "c");
                      }
                    }))
        .hasMessage("\"rootfs/file\": changed while it was read");
  }

  @Test
  void aDirectoryThatBecomesALinkMeanwhileLeadsNowhere() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Path directory = Files.createDirectory(layout.resolve("rootfs/dir"));

    assertThatThrownBy(
            () ->
                read(
                    ArchiveLimits.DEFAULT,
                    name -> {
                      if (name.equals("rootfs/dir")) {
                        Files.delete(directory);
                        Files.createSymbolicLink(directory, outside);
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("\"rootfs/dir\": ");
    assertThat(contents).doesNotContainValue("secret");
  }

  @Test
  void aParentThatBecomesALinkMeanwhileLeadsNowhere() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("b"), "wrong");
    Path directory = Files.createDirectory(layout.resolve("rootfs/dir"));
    Files.writeString(directory.resolve("a"), "");
    Files.writeString(directory.resolve("b"), "right");

    assertThatThrownBy(
            () ->
                read(
                    ArchiveLimits.DEFAULT,
                    name -> {
                      if (name.equals("rootfs/dir/a")) {
                        Files.move(directory, folder.resolve("moved"));
                        Files.createSymbolicLink(directory, outside);
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("\"rootfs/dir/b\": changed while it was read");
    assertThat(names()).doesNotContain("rootfs/dir/b");
  }

  @Test
  void limitsEndThePass() throws IOException {
    Files.writeString(layout.resolve("rootfs/file-with-a-name"), "content");

    assertThat(read(ArchiveLimits.DEFAULT.withEntries(2), name -> {}).complete()).isFalse();
    assertThat(read(ArchiveLimits.DEFAULT.withNameBytes(9), name -> {}).complete()).isFalse();
    assertThat(read(ArchiveLimits.DEFAULT.withUncompressedBytes(8), name -> {}).complete())
        .isFalse();
    assertThat(faults)
        .map(ArchiveFault::kind)
        .containsExactly(Kind.TOO_MANY_ENTRIES, Kind.NAME_TOO_LONG, Kind.TOO_LONG);
    assertThat(read(ArchiveLimits.DEFAULT.withUncompressedBytes(9), name -> {}).complete())
        .isTrue();
  }

  @Test
  void aDirectoryThatIsMissingIsAFailure() {
    assertThatThrownBy(
            () ->
                new Layout(folder.resolve("missing"))
                    .read(
                        ArchiveLimits.DEFAULT,
                        Set.of(),
                        new ArchiveVisitor() {
                          @Override
                          public Next entry(Entry entry, EntryContent content) {
                            return Next.CONTINUE;
                          }

                          @Override
                          public void fault(ArchiveFault fault) {}
                        }))
        .isInstanceOf(IOException.class);
  }
}
