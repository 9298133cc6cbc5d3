package org.appctoolkit.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void someFiles() throws IOException {
    Files.createDirectories(directory.resolve("a/b"));
    Files.writeString(directory.resolve("a/b/file"), "content");
    Files.createSymbolicLink(directory.resolve("a/link"), Path.of("b"));
  }

  private String ofTree() throws IOException {
    Fingerprint fingerprint = Fingerprint.of("1.0");
    fingerprint.addTree(directory.resolve("a"));
    return fingerprint.text();
  }

  @Test
  void whenAFileWasWrittenDoesNotCount() throws IOException {
    String before = ofTree();
    Files.setLastModifiedTime(directory.resolve("a/b/file"), FileTime.fromMillis(0));

    assertThat(ofTree()).isEqualTo(before);
  }

  @Test
  void contentCounts() throws IOException {
    String before = ofTree();
    Files.writeString(directory.resolve("a/b/file"), "CONTENT");

    assertThat(ofTree()).isNotEqualTo(before);
  }

  @Test
  void namesCount() throws IOException {
    String before = ofTree();
    Files.move(directory.resolve("a/b/file"), directory.resolve("a/b/elif"));

    assertThat(ofTree()).isNotEqualTo(before);
  }

  @Test
  void whetherAFileMayBeExecutedCounts() throws IOException {
    String before = ofTree();
    Files.setPosixFilePermissions(
        directory.resolve("a/b/file"), PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(ofTree()).isNotEqualTo(before);
  }

  @Test
  void whereALinkLeadsCounts() throws IOException {
    String before = ofTree();
    Files.delete(directory.resolve("a/link"));
    Files.createSymbolicLink(directory.resolve("a/link"), Path.of("b/file"));

    assertThat(ofTree()).isNotEqualTo(before);
  }

  @Test
  void anEmptyDirectoryCounts() throws IOException {
    String before = ofTree();
    Files.createDirectory(directory.resolve("a/empty"));

    assertThat(ofTree()).isNotEqualTo(before);
  }

  @Test
  void whatIsNotThereCounts() throws IOException {
    Fingerprint one = Fingerprint.of("1.0");
    one.addTree(directory.resolve("nowhere"));

    assertThat(one.text()).isNotEqualTo(Fingerprint.of("1.0").text());
  }

  @Test
  void whereOneTextEndsAndTheNextBeginsCounts() {
    Fingerprint one = Fingerprint.of("1.0");
    one.add(List.of("ab", "c"));
    Fingerprint other = Fingerprint.of("1.0");
    other.add(List.of("a", "bc"));

    assertThat(one.text()).isNotEqualTo(other.text());
  }

  @Test
  void theVersionCounts() {
    assertThat(Fingerprint.of("1.0").text()).isNotEqualTo(Fingerprint.of("1.1").text());
  }
}
