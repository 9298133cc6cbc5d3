package org.appctoolkit.conformance.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.appctoolkit.conformance.driver.Exchange;
import org.appctoolkit.document.Quote;

/** Every run of the driver, in a file beside the rest of what was seen. */
final class Journal implements Closeable {
  private final PrintWriter out;

  Journal(Path file) throws IOException {
    out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
  }

  /** Notes a run, from any thread. */
  synchronized void note(Exchange exchange) {
    out.print(
        "%s\n  %s after %d ms\n"
            .formatted(
                Quote.escape(String.join(" ", exchange.command())),
                exchange.ending(),
                exchange.duration().toMillis()));
    exchange.stdout().lines().forEach(line -> out.print("  > " + Quote.escape(line) + "\n"));
    exchange.stderr().lines().forEach(line -> out.print("  ! " + Quote.escape(line) + "\n"));
    out.flush();
  }

  @Override
  public synchronized void close() {
    out.close();
  }
}
