package org.appctoolkit.runtime.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.appctoolkit.document.Quote;
import org.appctoolkit.report.JsonWriter;

/**
 * What a command needs of the process it runs in.
 *
 * @param out standard output
 * @param err standard error
 * @param environment the environment variables
 * @param clock the time
 * @param uuids names for new pods
 * @param tokens what new pods identify themselves with, which nobody can guess
 */
record Terminal(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    InstantSource clock,
    Supplier<UUID> uuids,
    Supplier<String> tokens) {
  Terminal {
    environment = Map.copyOf(environment);
  }

  /** Tells the user something that is no part of the output; the message is escaped. */
  void tell(String message) {
    out.flush();
    print(err, "appc: " + Quote.escape(message) + "\n");
    err.flush();
  }

  /** Prints a text as UTF-8, whatever the locale. */
  void print(String text) {
    print(out, text);
  }

  private static void print(PrintStream stream, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    stream.write(bytes, 0, bytes.length);
  }

  /** Something that is written as JSON. */
  interface Written {
    void to(JsonWriter json);
  }

  /** Prints a JSON text. */
  void printJson(Written text) {
    PrintWriter writer = writer(out);
    text.to(new JsonWriter(writer));
    writer.flush();
  }

  /** A writer of UTF-8 to one of the streams. */
  static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }

  boolean isDebug() {
    return environment.getOrDefault("APPC_DEBUG", "").equals("1");
  }
}
