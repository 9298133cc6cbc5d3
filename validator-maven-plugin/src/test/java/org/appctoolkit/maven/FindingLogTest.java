package org.appctoolkit.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.appctoolkit.finding.Threshold;
import org.appctoolkit.input.Judging;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingLogTest {
  private static final String RIGHT =
      "{\"acKind\": \"ImageManifest\", \"acVersion\": \"0.8.11\", \"name\": \"example.org/a\"}";
  private static final String WARNED = RIGHT.replace("}", ", \"extra\": 1}");
  private static final String WRONG = RIGHT.replace("example.org/a", "example.org/A");

  @TempDir private Path directory = Path.of("");

  private final Heard heard = new Heard();

  private Candidate manifest(String text) throws IOException {
    return Candidate.AsItIs.of(Files.writeString(directory.resolve("manifest"), text));
  }

  private static Judging judging(String... limits) throws MojoExecutionException {
    return new Demands(
            "error",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(limits),
            Optional.empty(),
            Optional.empty(),
            false)
        .bench()
        .judging();
  }

  private FindingLog judged(Threshold threshold, String text, String... limits)
      throws IOException, MojoExecutionException {
    FindingLog log = new FindingLog(heard, threshold);
    log.judge(manifest(text), judging(limits));
    return log;
  }

  @Test
  void nothingFoundIsToldInNumbersOnly() throws Exception {
    judged(Threshold.INFO, RIGHT).end();

    assertThat(heard.lines()).containsExactly("INFO 0 errors, 0 warnings, 0 infos in 1 file");
  }

  @Test
  void anErrorFailsWithItsPlace() throws Exception {
    FindingLog log = judged(Threshold.ERROR, WRONG);

    String line = directory + "/manifest:[1,60] ";
    assertThat(heard.lines().get(0)).startsWith("ERROR " + line).endsWith("]");
    assertThatThrownBy(log::end)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageStartingWith("1 error, 0 warnings, 0 infos in 1 file\n    " + line);
  }

  @Test
  void aWarningFailsOnlyIfAskedTo() throws Exception {
    assertThatCode(judged(Threshold.ERROR, WARNED)::end).doesNotThrowAnyException();
    assertThat(heard.lines().get(0)).startsWith("WARNING ");
    assertThatThrownBy(judged(Threshold.WARNING, WARNED)::end)
        .isInstanceOf(MojoFailureException.class);
    assertThat(heard.lines().get(3)).startsWith("ERROR ");
  }

  @Test
  void aLimitFailsWhateverIsAsked() throws Exception {
    FindingLog log = judged(Threshold.NEVER, RIGHT, "max-document-bytes=10");

    assertThatThrownBy(log::end)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("as a limit was hit, not everything was judged");
  }

  @Test
  void onlyTheFirstFindingsAreRepeated() throws Exception {
    FindingLog log =
        judged(
            Threshold.WARNING,
            RIGHT.replace("}", ", \"b\": 1, \"c\": 1, \"d\": 1, \"e\": 1, \"f\": 1, \"g\": 1}"));

    assertThatThrownBy(log::end)
        .hasMessageContaining("\n    and 1 more\n")
        .satisfies(it -> assertThat(String.valueOf(it.getMessage()).lines()).hasSize(8));
  }

  @Test
  void whatCannotBeReadIsNoFailureButAnError() throws Exception {
    FindingLog log = new FindingLog(heard, Threshold.NEVER);
    log.judge(Candidate.AsItIs.of(directory.resolve("nowhere")), judging());

    assertThat(heard.lines())
        .containsExactly("ERROR " + directory + "/nowhere: no such file or directory");
    assertThatThrownBy(log::end)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageStartingWith("1 file could not be read: ");
  }
}
