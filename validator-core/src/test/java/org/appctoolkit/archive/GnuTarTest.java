package org.appctoolkit.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What GNU tar has written is read as it was on disk. */
class GnuTarTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_600_000_000, 123_456_789);

  private final Path folder;

  GnuTarTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void thereIsGnuTar() throws Exception {
    boolean found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "tar")));
    assumeTrue(found, "there is no tar on this machine to compare with");
    assumeTrue(
        run(Path.of("."), "tar", "--version").contains("GNU tar"), "the tar here is not GNU's");
  }

  private static String run(Path folder, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("tar", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int status = process.waitFor();
      String text = Files.readString(output, UTF_8);
      assertThat(status).as(text).isZero();
      return text;
    } finally {
      Files.delete(output);
    }
  }

  private Path tree(Random random, boolean longNames) throws IOException {
    Path root = Files.createDirectories(folder.resolve("tree"));
    List<Path> directories = new ArrayList<>(List.of(root));
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Path parent = directories.get(random.nextInt(directories.size()));
      String stem = longNames && random.nextInt(4) == 0 ? "n".repeat(150) : "n";
      Path path = parent.resolve(stem + i);
      switch (random.nextInt(4)) {
        case 0 -> directories.add(Files.createDirectory(path));
        case 1 -> Files.createSymbolicLink(path, Path.of(longNames ? "t".repeat(130) : "../n0"));
        case 2 -> {
          if (!files.isEmpty()) {
            Files.createLink(path, files.get(random.nextInt(files.size())));
          }
        }
        default -> {
          byte[] content = new byte[random.nextInt(3) * random.nextInt(700)];
          random.nextBytes(content);
          Files.write(path, content);
          Files.setPosixFilePermissions(
              path,
              random.nextBoolean()
                  ? Set.of(PosixFilePermission.OWNER_READ)
                  : Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.GROUP_EXECUTE));
          files.add(path);
        }
      }
    }
    for (Path file : files) {
      Files.setLastModifiedTime(file, FileTime.from(TIME));
    }
    return root;
  }

  @ParameterizedTest
  @ValueSource(strings = {"v7", "ustar", "pax", "gnu", "oldgnu"})
  void treeIsRead(String format) throws Exception {
    // Only GNU's form and pax have room for any name.
    boolean longNames = format.equals("pax") || format.endsWith("gnu");
    Path root = tree(new Random(format.hashCode()), longNames);
    Path archive = folder.resolve("tree.tar");
    run(root, "tar", "--format=" + format, "-cf", archive.toString(), ".");

    Reading reading = Reading.of(Files.readAllBytes(archive));

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.summary().complete()).isTrue();
    assertThat(reading.names()).containsExactlyInAnyOrderElementsOf(namesOnDisk(root));
    for (int i = 0; i < reading.entries().size(); i++) {
      Entry entry = reading.entries().get(i);
      check(
          format,
          root,
          root.resolve(entry.name().text()).normalize(),
          entry,
          reading.contents().get(i));
    }
  }

  private static List<String> namesOnDisk(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.map(path -> nameOnDisk(root, path)).toList();
    }
  }

  private static String nameOnDisk(Path root, Path path) {
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    String name = path.equals(root) ? "." : "./" + root.relativize(path);
    return directory ? name + '/' : name;
  }

  private static void check(String format, Path root, Path path, Entry entry, byte[] content)
      throws IOException {
    assertThat(entry.permissions()).isEqualTo((int) attribute(path, "mode") & 07777);
    assertThat(entry.user().id()).isEqualTo(((Number) attribute(path, "uid")).longValue());
    assertThat(entry.group().id()).isEqualTo(((Number) attribute(path, "gid")).longValue());
    Instant modified = ((FileTime) attribute(path, "lastModifiedTime")).toInstant();
    assertThat(entry.modified())
        .isEqualTo(
            format.equals("pax") ? modified : Instant.ofEpochSecond(modified.getEpochSecond()));
    if (Files.isSymbolicLink(path)) {
      assertThat(entry.type()).isEqualTo(EntryType.SYMBOLIC_LINK);
      assertThat(entry.linkName().text()).isEqualTo(Files.readSymbolicLink(path).toString());
    } else if (Files.isDirectory(path)) {
      assertThat(entry.type()).isEqualTo(EntryType.DIRECTORY);
    } else if (entry.type() == EntryType.HARD_LINK) {
      assertThat(Files.isSameFile(path, root.resolve(entry.linkName().text()))).isTrue();
    } else {
      assertThat(entry.type()).isEqualTo(EntryType.FILE);
      assertThat(content).isEqualTo(Files.readAllBytes(path));
    }
  }

  private static Object attribute(Path path, String name) throws IOException {
    return Files.getAttribute(path, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void sparseFilesAreTold() throws Exception {
    Path file = folder.resolve("sparse");
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      for (int i = 1; i <= 40; i++) {
        channel.position(i * 200_000L).write(ByteBuffer.wrap(new byte[] {1}));
      }
    }
    for (String format :
        List.of("gnu", "pax --sparse-version=0.0", "pax --sparse-version=0.1", "pax")) {
      List<String> command = new ArrayList<>(List.of("tar", "-S", "-cf", "sparse.tar"));
      command.addAll(List.of(("--format=" + format).split(" ")));
      command.add("sparse");
      run(folder, command.toArray(String[]::new));

      Reading reading = Reading.of(Files.readAllBytes(folder.resolve("sparse.tar")));

      assertThat(reading.kinds()).as(format).containsExactly(ArchiveFault.Kind.SPARSE);
      assertThat(reading.only().type()).isEqualTo(EntryType.SPARSE_FILE);
      assertThat(reading.only().name().text()).isEqualTo("sparse");
      assertThat(reading.contents().get(0)).isEmpty();
      assertThat(reading.summary().complete()).isTrue();
    }
  }
}
