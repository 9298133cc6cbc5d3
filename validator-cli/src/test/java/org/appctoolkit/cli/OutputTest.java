package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.MIXED;
import static org.appctoolkit.cli.Run.appc;
import static org.appctoolkit.cli.Run.appcAtATerminal;
import static org.appctoolkit.cli.Run.appcOn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void theReportGoesToTheFileAndNowhereElse() throws IOException {
    Path file = directory.resolve("report.txt");

    Run run = appcOn(MIXED, "validate", "-", "--output", file);

    assertThat(run).isEqualTo(new Run(1, "", ""));
    assertThat(file).hasContent(appcOn(MIXED, "validate", "-").out());
    assertThat(entries()).containsExactly("report.txt");
  }

  @Test
  void anOlderReportIsReplaced() throws IOException {
    Path file = Files.writeString(directory.resolve("report.txt"), "older ".repeat(9999));

    appcOn(MIXED, "validate", "-", "-o", file);

    assertThat(Files.readString(file)).isEqualTo(appcOn(MIXED, "validate", "-").out());
    assertThat(entries()).containsExactly("report.txt");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(directory.resolve("report.txt"), "older");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    appcOn(MIXED, "validate", "-", "-o", link);

    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(file)).contains("1 file:");
  }

  @Test
  void aFileIsNotColouredForTheTerminalThatDoesNotShowIt() throws IOException {
    Path file = directory.resolve("report.txt");

    appcAtATerminal(Map.of(), MIXED, "validate", "-", "-o", file);

    assertThat(Files.readString(file)).doesNotContain("\u001b");
  }

  @Test
  void wrongUseLeavesNothingBehind() throws IOException {
    Path file = directory.resolve("report.txt");
    Files.createDirectory(directory.resolve("empty"));

    assertThat(appc("validate", directory.resolve("empty"), "-o", file).status()).isEqualTo(2);
    assertThat(entries()).containsExactly("empty");
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsStatus3() throws IOException {
    Path missing = directory.resolve("missing/report.txt");

    Run run = appcOn(MIXED, "validate", "-", "-o", missing);

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo("appc: cannot write " + missing + ": no such file or directory\n");
    assertThat(entries()).isEmpty();
  }

  @Test
  void directoriesAndDevicesAreNotReplaced() throws IOException {
    assertThat(appcOn(MIXED, "validate", "-", "-o", directory).status()).isEqualTo(3);
    assertThat(appcOn(MIXED, "validate", "-", "-o", "/dev/null").status()).isEqualTo(3);
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    assertThat(entries()).isEmpty();
  }

  @Test
  void aManifestInASearchedDirectoryIsNotReplaced() throws IOException {
    Path manifest = Files.writeString(directory.resolve("manifest"), MIXED);

    Run run = appc("validate", directory, "-o", manifest);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("the report would replace " + manifest);
    assertThat(manifest).hasContent(MIXED);
  }

  @Test
  void aDashIsNoNameForTheReport() {
    Run run = appcOn(MIXED, "validate", "-", "-o", "-");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("leave out --output to write to standard output");
  }

  @Test
  void theManifestThatIsJudgedIsNotReplaced() throws IOException {
    Path file = Files.writeString(directory.resolve("a.json"), MIXED);

    Run run = appc("validate", file, "-o", file);

    assertThat(run.status()).isEqualTo(2);
    assertThat(file).hasContent(MIXED);
  }

  @Test
  void aReportInTheDirectoryThatIsSearchedIsNoManifest() throws IOException {
    Files.writeString(directory.resolve("a.json"), MIXED);
    Path report = directory.resolve("report.txt");

    appc("validate", directory, "-o", report);
    appc("validate", directory, "-o", report);

    assertThat(Files.readString(report)).endsWith("1 file: 1 error, 1 warning, 1 info\n");
  }

  @Test
  void whatCouldNotBeReadIsInTheReport() throws IOException {
    Path report = directory.resolve("report.json");
    Path missing = directory.resolve("missing");

    Run run = appcOn(MIXED, "validate", "-", missing, "--format", "json", "-o", report);

    assertThat(run.status()).isEqualTo(3);
    assertThat(Files.readString(report))
        .contains("\"reason\": \"no such file or directory\"")
        .contains("\"unread\": 1");
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
