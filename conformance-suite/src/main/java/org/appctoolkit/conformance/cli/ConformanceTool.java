package org.appctoolkit.conformance.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.spi.ToolProvider;

/**
 * The conformance suite as a tool of the name {@code appc-conformance}: the command {@code appc
 * conformance} hands everything on to it.
 */
public final class ConformanceTool implements ToolProvider {
  private final Map<String, String> environment;
  private final InstantSource clock;

  /** The tool in the environment of this process. */
  public ConformanceTool() {
    this(System.getenv(), InstantSource.system());
  }

  /** The tool in an environment. */
  ConformanceTool(Map<String, String> environment, InstantSource clock) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "appc-conformance";
  }

  /** Runs a command, whose output is text. */
  @Override
  public int run(PrintWriter out, PrintWriter err, String... args) {
    PrintStream errors =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
          @Override
          public void write(byte[] bytes, int offset, int length) {
            err.write(new String(bytes, offset, length, StandardCharsets.UTF_8));
          }

          @Override
          public void flush() {
            err.flush();
          }
        };
    return run(new Terminal(out, errors, environment, clock), args);
  }

  @Override
  public int run(PrintStream out, PrintStream err, String... args) {
    return run(Terminal.of(out, err, environment, clock), args);
  }

  private static int run(Terminal terminal, String... args) {
    try {
      return CommandTree.execute(terminal, Arrays.asList(args));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return CommandTree.bug(terminal, e);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }
}
