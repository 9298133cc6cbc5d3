package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.MIXED;
import static org.appctoolkit.cli.Run.RIGHT;
import static org.appctoolkit.cli.Run.appc;
import static org.appctoolkit.cli.Run.appcAtATerminal;
import static org.appctoolkit.cli.Run.appcOn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-h"})
  void helpListsTheCommands(String argument) {
    Run run = appc(argument);

    assertThat(run.status()).isEqualTo(0);
    assertThat(run.out())
        .contains("validate", "explain", "rules", "clauses", "schema", "version", "Exit status");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "explain", "rules", "clauses", "schema", "version"})
  void everyCommandHasHelp(String command) {
    assertThat(appc("help", command).out()).startsWith("Usage: appc " + command);
    assertThat(appc(command, "--help")).isEqualTo(appc("help", command));
    assertThat(appc(command, "--help").status()).isEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource({"/dev/pts/3, true", "/dev/tty1, true", "/tmp/log, false", "pipe:[12], false"})
  void aTerminalIsToldByTheDeviceBehindADescriptor(
      String target, boolean terminal, @TempDir Path folder) throws IOException {
    Path descriptor = Files.createSymbolicLink(folder.resolve("2"), Path.of(target));

    assertThat(Main.isTerminal(descriptor)).isEqualTo(terminal);
  }

  @Test
  void whereNothingTellsErrorsGoWithTheOutput(@TempDir Path folder) {
    assertThat(Main.isTerminal(folder.resolve("2"))).isTrue();
  }

  @Test
  void helpIsColouredAtATerminalOnly() {
    assertThat(appc("help").out()).doesNotContain("\u001b");
    assertThat(appcAtATerminal(Map.of(), "", "help").out()).contains("\u001b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "validat x | there is no command validat; did you mean validate? (see appc help)",
        "a/b.json | there is no command a/b.json; did you mean appc validate a/b.json? (see appc"
            + " help)",
        "xyzzy | there is no command xyzzy (see appc help)",
        "--hlep | there is no option --hlep; did you mean --help? (see appc help)",
        "validate --spec-versoin=1 x | there is no option --spec-versoin; did you mean"
            + " --spec-version? (see appc help validate)",
        "validate --format xml x | --format: xml is none of text, json (see appc help validate)",
        "explain | missing required parameter: 'ID' (see appc help explain)",
        "explain a b | one argument too many: b (see appc help explain)",
        "help xyzzy | unknown subcommand 'xyzzy' (see appc help)",
        "validate --include [ x | --include: [ is no pattern (see appc help validate)",
      })
  void wrongUseIsStatus2AndOneLine(String arguments, String message) {
    Run run = appc((Object[]) arguments.split(" ", -1));

    assertThat(run).isEqualTo(new Run(2, "", "appc: " + message + "\n"));
  }

  @Test
  void noCommandIsWrongUse() {
    assertThat(appc()).isEqualTo(new Run(2, "", "appc: a command is missing (see appc help)\n"));
  }

  @Test
  void argumentsAreEscapedInMessages() {
    assertThat(appc("a\u001b[31m\nb").err())
        .isEqualTo("appc: there is no command a\\u001b[31m\\u000ab (see appc help)\n");
  }

  @Test
  void anArgumentThatBeginsWithAnAtSignIsAFile() {
    assertThat(appc("validate", "@missing").err())
        .isEqualTo("appc: @missing: no such file or directory\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version", "-V"})
  void theVersionsArePrinted(String argument) {
    Run run = appc(argument);

    assertThat(run.status()).isEqualTo(0);
    assertThat(run.out())
        .matches(
            "appc [0-9]+\\.[0-9]+\\.[0-9]+\\S*\nspecification 0\\.1\\.1, .*, 0\\.8\\.11\njava .*\n");
  }

  @Test
  void aClosedPipeChangesNeitherTheStatusNorSaysAnything() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int status =
        new Main(Map.of(), false, false)
            .run(in(MIXED), broken("Broken pipe"), err, "validate", "-");

    assertThat(status).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void outputThatCannotBeWrittenIsStatus3() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int status =
        new Main(Map.of(), false, false)
            .run(in(RIGHT), broken("No space left on device"), err, "validate", "-");

    assertThat(status).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("appc: cannot write to standard output: No space left on device\n");
  }

  @Test
  void anInternalErrorIsOneLineAndStatus3() {
    Run run = withBrokenInput(Map.of());

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .contains("<stdin>: internal error: IllegalStateException (broken \\u001b)")
        .contains("this is a bug in appc " + Toolkit.version(), "APPC_DEBUG=1");
  }

  @Test
  void anInternalErrorHasAStackTraceForThoseWhoWantIt() {
    Run run = withBrokenInput(Map.of("APPC_DEBUG", "1"));

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("\tat org.appctoolkit.cli.");
  }

  @Test
  void standardInputThatCannotBeReadIsStatus3() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    InputStream closed = InputStream.nullInputStream();
    closed.close();

    int status = new Main(Map.of(), false, false).run(closed, out, err, "validate", "-");

    assertThat(status).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("appc: <stdin>: Stream closed\n");
  }

  @Test
  void theSameInputGivesTheSameOutput() {
    assertThat(appcOn(MIXED, "validate", "-", "--format", "json"))
        .isEqualTo(appcOn(MIXED, "validate", "-", "--format", "json"));
  }

  private static Run withBrokenInput(Map<String, String> environment) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    InputStream in =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("broken \u001b");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            return read();
          }
        };
    int status = new Main(environment, false, false).run(in, out, err, "validate", "-");
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static OutputStream broken(String message) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        throw new IOException(message);
      }

      @Override
      public void flush() throws IOException {
        throw new IOException(message);
      }
    };
  }
}
