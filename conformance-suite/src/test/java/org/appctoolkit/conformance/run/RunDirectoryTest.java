package org.appctoolkit.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir private Path place = Path.of("");

  @Test
  void aTemporaryOneIsRemovedWithAllThatIsInIt() throws IOException {
    RunDirectory directory = RunDirectory.temporary();
    Path inner = Files.createDirectories(directory.directory("a").resolve("b/c"));
    Files.writeString(inner.resolve("file"), "x");
    Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("---------"));

    assertThat(directory.remove()).isEmpty();
    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void linksAreRemovedAndNotFollowed() throws IOException {
    Path outside = Files.writeString(place.resolve("outside"), "x");
    RunDirectory directory = RunDirectory.temporary();
    Files.createSymbolicLink(directory.path().resolve("file"), outside);
    Files.createSymbolicLink(directory.path().resolve("directory"), place);

    directory.remove();

    assertThat(directory.path()).doesNotExist();
    assertThat(outside).exists();
  }

  @Test
  void oneThatIsKeptStays() throws IOException {
    RunDirectory directory = RunDirectory.kept(place.resolve("new"));

    assertThat(directory.remove()).isEmpty();
    assertThat(directory.path()).isDirectory();
  }

  @Test
  void whatIsThereIsNotOverwritten() throws IOException {
    Files.writeString(place.resolve("old"), "x");

    assertThatThrownBy(() -> RunDirectory.kept(place)).hasMessage("it is not empty");
  }
}
