package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.MIXED;
import static org.appctoolkit.cli.Run.RIGHT;
import static org.appctoolkit.cli.Run.WARNING;
import static org.appctoolkit.cli.Run.appc;
import static org.appctoolkit.cli.Run.appcOn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ValidateInputsTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void aFileThatIsNamedIsJudgedWhateverItHolds() throws IOException {
    Path file = write("notes.txt", "hello");

    Run run = appc("validate", file);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains(file + ":1:1: error: ", "[manifest-is-json]");
  }

  @Test
  void aDirectoryIsSearchedByContentInTheOrderOfPaths() throws IOException {
    write("b", MIXED);
    write("a/deep/manifest", MIXED);
    write("c.txt", "{ \"acVersion\": 1 }");
    write("d.json", "{}");
    write("e.bin", "\0\"acKind\"");
    write("late.json", " ".repeat(70_000) + MIXED);
    write("lines.jsonl", "{ \"acKind\": 1 }");
    write("spelt/escaped.json", "{ \"acK\\u0069nd\": 1 }");
    write("spelt/lower.json", "{ \"ackind\": 1 }");
    write("spelt/manifest", "");
    write("spelt/truncated", "{ \"acKind");
    write(".git/manifest", MIXED);
    write("lib/.git/manifest", MIXED);

    Run run = appc("validate", directory);

    assertThat(names(run))
        .containsExactly(
            "a/deep/manifest",
            "b",
            "c.txt",
            "late.json",
            "spelt/escaped.json",
            "spelt/lower.json",
            "spelt/manifest",
            "spelt/truncated");
  }

  @Test
  @Timeout(20)
  void whatIsCalledManifestAndIsNoFileIsSaidNotToBeRead() throws IOException {
    write("a.json", WARNING);
    Files.createSymbolicLink(directory.resolve("manifest"), directory.resolve("missing"));

    Run run = appc("validate", directory);

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo("appc: " + directory.resolve("manifest") + ": not a regular file\n");
  }

  @Test
  void linksToDirectoriesAreNotFollowedAndLinksToFilesAre() throws IOException {
    write("a/manifest", MIXED);
    Files.createSymbolicLink(directory.resolve("a/again"), directory);
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("a/manifest"));
    Files.createSymbolicLink(directory.resolve("nowhere"), directory.resolve("missing"));

    Run run = appc("validate", directory);

    assertThat(names(run)).containsExactly("a/manifest", "link");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aDirectoryCanBeNamedByALink() throws IOException {
    write("a/manifest", MIXED);
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("a"));

    Run run = appc("validate", link);

    assertThat(names(run)).containsExactly("link/manifest");
  }

  @Test
  void whatIsIncludedIsJudgedWhateverItHolds() throws IOException {
    write("a.json", "{}");
    write("deep/b.json", "{}");
    write("manifest", MIXED);

    Run run = appc("validate", directory, "--include", "*.json");

    assertThat(names(run)).containsExactly("a.json", "deep/b.json");
  }

  @Test
  void whatIsExcludedIsPassedOver() throws IOException {
    write("keep/a.json", MIXED);
    write("build/b.json", MIXED);
    write("deep/build/c.json", MIXED);
    write("keep/d.tmp", MIXED);

    Run run = appc("validate", directory, "--exclude", "build/", "--exclude", "**/*.tmp");

    assertThat(names(run)).containsExactly("keep/a.json");
  }

  @Test
  void excludingDoesNotTouchFilesThatAreNamed() throws IOException {
    Path file = write("a.json", MIXED);

    assertThat(names(appc("validate", file, "--exclude", "*.json"))).containsExactly("a.json");
  }

  @Test
  void aFileIsJudgedOnceHoweverOftenItIsNamed() throws IOException {
    Path file = write("a.json", MIXED);

    Run run = appc("validate", directory, file, directory.resolve(".").resolve("a.json"));

    assertThat(run.out()).endsWith("1 file: 1 error, 1 warning, 1 info\n");
  }

  @Test
  void aDirectoryWithoutManifestsIsWrongUse() throws IOException {
    write("a.txt", "nothing");

    Run run = appc("validate", directory);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("appc: there is no manifest in " + directory + "\n");
  }

  @Test
  void nothingToJudgeIsWrongUse() {
    assertThat(appc("validate").status()).isEqualTo(2);
    assertThat(appc("validate", "").status()).isEqualTo(2);
  }

  @Test
  void aMissingFileIsStatus3AndTheOthersAreJudged() throws IOException {
    Path missing = directory.resolve("missing.json");

    Run run = appc("validate", missing, write("a.json", MIXED));

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("appc: " + missing + ": no such file or directory\n");
    assertThat(names(run)).containsExactly("a.json");
    assertThat(run.out()).endsWith("1 file: 1 error, 1 warning, 1 info; 1 could not be read\n");
  }

  @Test
  void whatCouldNotBeLookedAtCountsBeforeALimitAndALimitBeforeFindings() throws IOException {
    Path wrong = write("wrong.json", MIXED);
    Path large = write("large.json", " ".repeat(300) + MIXED);
    Path right = write("right.json", RIGHT);
    Path missing = directory.resolve("missing.json");
    String limit = "--max-document-bytes=300";

    assertThat(appc("validate", limit, right, wrong).status()).isEqualTo(1);
    assertThat(appc("validate", limit, large, wrong, right).status()).isEqualTo(4);
    assertThat(appc("validate", limit, missing, large, wrong).status()).isEqualTo(3);
  }

  @Test
  @Timeout(20)
  void aPipeIsRefusedWhenItIsNamedAndPassedOverInADirectory() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(9, TimeUnit.SECONDS))
        .isTrue();
    write("a.json", MIXED);

    Run named = appc("validate", pipe);
    Run found = appc("validate", directory);

    assertThat(named.status()).isEqualTo(3);
    assertThat(named.err()).contains("not a regular file");
    assertThat(names(found)).containsExactly("a.json");
    assertThat(found.err()).isEmpty();
  }

  @Test
  @Timeout(20)
  void aDeviceIsRefused() {
    assertThat(appc("validate", "/dev/zero").status()).isEqualTo(3);
  }

  @Test
  @Timeout(20)
  void ofAHugeFileNoMoreIsReadThanTheLimit() throws IOException {
    Path huge = directory.resolve("huge.json");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      // Zeros alone would be an empty tar.
      file.write('{');
      file.setLength(2L << 30);
    }

    assertThat(appc("validate", huge).status()).isEqualTo(4);
  }

  /** A path longer than the kernel takes is closed to everyone, also to the superuser. */
  @Test
  void anUnreadableDirectoryIsStatus3AndTheOthersAreSearched() throws IOException {
    write("searched/a.json", WARNING);
    Path upper = deep(directory.resolve("searched"));
    Path lower = directory.resolve("lower");
    deep(lower);
    Path closed = Files.move(lower, upper.resolve("lower"));

    Run run = appc("validate", directory.resolve("searched"));
    // So that the temporary directory can be removed.
    Files.move(closed, lower);

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).startsWith("appc: " + closed).endsWith("\n").hasLineCount(1);
    assertThat(names(run)).containsExactly("searched/a.json");
  }

  private static Path deep(Path path) throws IOException {
    Path deep = path;
    for (int depth = 0; depth < 12; depth++) {
      deep = deep.resolve("d".repeat(200));
    }
    return Files.createDirectories(deep);
  }

  @Test
  void standardInputAndFilesCanBeMixed() throws IOException {
    Run run = appcOn(WARNING, "validate", "-", write("a.json", MIXED), "-");

    assertThat(run.out()).endsWith("2 files: 1 error, 2 warnings, 1 info\n");
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return Files.writeString(file, text);
  }

  /** The files with findings, in the order of the report. */
  private List<String> names(Run run) {
    return run.out()
        .lines()
        .filter(
            line ->
                line.matches(
                    ".*: (image manifest|pod manifest|not judged as a manifest), rules of .*"))
        .map(line -> line.substring(directory.toString().length() + 1, line.lastIndexOf(": ")))
        .toList();
  }
}
