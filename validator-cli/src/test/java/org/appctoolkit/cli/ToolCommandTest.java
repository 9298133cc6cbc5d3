package org.appctoolkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolCommandTest {
  @TempDir private Path directory = Path.of("");

  /** A runtime that says what it was asked. */
  public static final class Echo implements ToolProvider {
    @Override
    public String name() {
      return "appc-runtime";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... args) {
      out.print(String.join("|", args));
      err.print("asked");
      return 42;
    }
  }

  @Test
  void withoutARuntimeItSaysWhatIsMissing() {
    Run run = Run.appc("runtime", "list");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("there is no runtime on the class path").hasLineCount(1);
  }

  @Test
  void withoutASuiteItSaysWhatIsMissing() {
    Run run = Run.appc("conformance", "list");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("there is no conformance suite on the class path");
  }

  @Test
  void eachCommandHasAToolOfItsOwn() throws IOException {
    assertThat(withARuntime("conformance", List.of("list")).status()).isEqualTo(3);
  }

  @Test
  void everythingIsHandedOnAsItIs() throws IOException {
    List<String> arguments = List.of("run", "--help", "-V", "a b", "--", "@x", "--format=y", "");

    Run run = withARuntime("runtime", arguments);

    assertThat(run).isEqualTo(new Run(42, String.join("|", arguments), "asked"));
  }

  @Test
  void itsHelpIsThatOfTheRuntime() throws IOException {
    assertThat(withARuntime("runtime", List.of("--help")).out()).isEqualTo("--help");
  }

  @Test
  void otherCommandsDoNotLookForIt() throws IOException {
    Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(directory.resolve(services()), "no class at all");

    assertThat(withARuntimeOf(directory, "version").status()).isEqualTo(0);
  }

  private Run withARuntime(String command, List<String> arguments) throws IOException {
    Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(directory.resolve(services()), Echo.class.getName());
    return withARuntimeOf(
        directory, Stream.concat(List.of(command).stream(), arguments.stream()).toArray());
  }

  private static String services() {
    return "META-INF/services/" + ToolProvider.class.getName();
  }

  private static Run withARuntimeOf(Path place, Object... args) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {place.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return Run.appc(args);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
