package org.appctoolkit.conformance.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.appctoolkit.conformance.run.Scenarios;
import org.appctoolkit.conformance.scenario.Scenario;

/**
 * The conformance suite as a tool of the name {@code appc-conformance}: the command {@code appc
 * conformance} hands everything on to it.
 */
public final class ConformanceTool implements ToolProvider {
  private final Map<String, String> environment;
  private final InstantSource clock;
  private final List<Scenario> scenarios;

  /** The tool in the environment of this process. */
  public ConformanceTool() {
    this(System.getenv(), InstantSource.system(), Scenarios.ALL);
  }

  /**
   * The tool in an environment.
   *
   * @param scenarios what it can play
   */
  ConformanceTool(Map<String, String> environment, InstantSource clock, List<Scenario> scenarios) {
    this.scenarios = List.copyOf(scenarios);
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
    return run(out, errors, args);
  }

  @Override
  public int run(PrintStream out, PrintStream err, String... args) {
    return run(Terminal.writer(out), err, args);
  }

  private int run(PrintWriter out, PrintStream err, String... args) {
    Terminal terminal = new Terminal(out, err, environment, clock, scenarios);
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
