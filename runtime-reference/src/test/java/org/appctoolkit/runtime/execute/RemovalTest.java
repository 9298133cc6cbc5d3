package org.appctoolkit.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void nothingIsLeftOfADirectory() throws IOException {
    Path top = Files.createDirectories(directory.resolve("top/a"));
    Files.createDirectories(top.resolve("b/c"));
    Files.writeString(top.resolve("file"), "");
    Files.writeString(top.resolve("b/file"), "");

    Removal.remove(directory.resolve("top"));

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatLinksLeadToStays() throws IOException {
    Path kept = Files.createDirectory(directory.resolve("kept"));
    Files.writeString(kept.resolve("file"), "");
    Path top = Files.createDirectory(directory.resolve("top"));
    Files.createSymbolicLink(top.resolve("link"), kept);

    Removal.remove(top);

    assertThat(kept.resolve("file")).exists();
    assertThat(top).doesNotExist();
  }

  @Test
  void aDirectoryDeeperThanAnyPathIsRemoved() throws IOException {
    Path deep = directory.resolve("deep");
    Files.createDirectory(deep);
    for (int i = 0; i < 5000; i++) {
      Path around = Files.createDirectory(directory.resolve("around"));
      Files.move(deep, around.resolve("a-directory-with-a-name"));
      Files.move(around, deep);
    }

    Removal.remove(deep);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void directoriesThatNobodyMayEnterAreRemoved() throws IOException {
    Path closed = Files.createDirectories(directory.resolve("top/closed/inner"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(
        directory.resolve("top/closed"), PosixFilePermissions.fromString("---------"));

    Removal.remove(directory.resolve("top"));

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aNameThatIsUsedForMovingMayBeTaken() throws IOException {
    Files.createDirectories(directory.resolve("top/.removed-0/a/b"));
    Files.createDirectories(directory.resolve("top/x/y/z"));

    Removal.remove(directory.resolve("top"));

    assertThat(directory).isEmptyDirectory();
  }
}
