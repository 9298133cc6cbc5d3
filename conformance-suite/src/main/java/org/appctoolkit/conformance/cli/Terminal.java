package org.appctoolkit.conformance.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.document.Quote;

/**
 * What a command needs of the process it runs in.
 *
 * @param out standard output
 * @param err standard error
 * @param environment the environment variables
 * @param clock the time
 * @param scenarios what can be played
 */
record Terminal(
    PrintWriter out,
    PrintStream err,
    Map<String, String> environment,
    InstantSource clock,
    List<Scenario> scenarios) {
  Terminal {
    environment = Map.copyOf(environment);
    scenarios = List.copyOf(scenarios);
  }

  /** Tells the user something that is no part of the output; the message is escaped. */
  void tell(String message) {
    out.flush();
    byte[] bytes = ("appc: " + Quote.escape(message) + "\n").getBytes(StandardCharsets.UTF_8);
    err.write(bytes, 0, bytes.length);
    err.flush();
  }

  /** Prints a line of output as it is. */
  void print(String line) {
    out.print(line + "\n");
  }

  /** A writer of UTF-8 to a stream. */
  static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }

  boolean isDebug() {
    return environment.getOrDefault("APPC_DEBUG", "").equals("1");
  }
}
