package org.appctoolkit.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Map;
import org.appctoolkit.document.Quote;
import org.appctoolkit.report.Palette;

/**
 * What a command needs of the process it runs in.
 *
 * @param in standard input
 * @param out standard output; never fails, see {@link Outlet}
 * @param err standard error
 * @param outBytes standard output for what is no text, once {@code out} is flushed
 * @param errBytes standard error likewise
 * @param environment the environment variables
 * @param terminal whether a person reads the output at a terminal
 * @param errTerminal whether a person reads standard error there
 * @param root whether the user may do what only root may
 */
record Surroundings(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    OutputStream outBytes,
    OutputStream errBytes,
    Map<String, String> environment,
    boolean terminal,
    boolean errTerminal,
    boolean root) {

  /** When to use colours. */
  enum ColorChoice {
    AUTO,
    ALWAYS,
    NEVER
  }

  /** Tells the user something that is no part of the output; the message is escaped. */
  void tell(String message) {
    out.flush();
    err.print("appc: " + Quote.escape(message) + "\n");
    err.flush();
  }

  /**
   * Tells of an internal error in one line, or with its stack trace if {@code APPC_DEBUG} is 1.
   *
   * @param what what was being done
   */
  void tellOfABug(String what, Throwable error) {
    boolean debug = isDebug();
    tell(
        what
            + ": internal error: "
            + error.getClass().getSimpleName()
            + (error.getMessage() == null ? "" : " (" + cut(error.getMessage()) + ")")
            + "; this is a bug in appc "
            + Toolkit.version()
            + ", please report it to its authors together with the manifest"
            + (debug ? "" : " (APPC_DEBUG=1 shows the details)"));
    if (debug) {
      error.printStackTrace(err);
      err.flush();
    }
  }

  /** The colours for standard output, after the conventions of no-color.org. */
  Palette palette(ColorChoice choice) {
    boolean on =
        switch (choice) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> terminal && environment.getOrDefault("NO_COLOR", "").isEmpty() && !isDumb();
        };
    return on ? Palette.ANSI : Palette.PLAIN;
  }

  /** Whether a line on standard error can be drawn again and again. */
  boolean drawsOnErr() {
    return errTerminal && !isDumb();
  }

  private boolean isDumb() {
    return environment.getOrDefault("TERM", "").equals("dumb");
  }

  boolean isDebug() {
    return environment.getOrDefault("APPC_DEBUG", "").equals("1");
  }

  private static String cut(String message) {
    return message.length() > 200 ? message.substring(0, 200) + "…" : message;
  }
}
