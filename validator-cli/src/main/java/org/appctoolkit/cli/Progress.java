package org.appctoolkit.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;
import org.appctoolkit.document.Quote;

/**
 * How far a download is, on standard error: a bar that is drawn again and again at a terminal, else
 * a line when it begins.
 */
final class Progress {
  private static final int WIDTH = 30;

  private final Surroundings surroundings;
  private String what = "";
  private OptionalLong total = OptionalLong.empty();
  private long done;
  private long drawn = -1;

  Progress(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Begins a download.
   *
   * @param name what is downloaded
   * @param from how many bytes were there before
   * @param bytes how many there are in all, as far as that is known
   */
  void begin(String name, long from, OptionalLong bytes) {
    what = name;
    total = bytes;
    done = from;
    drawn = -1;
    if (surroundings.drawsOnErr()) {
      draw();
      return;
    }
    surroundings.tell(
        "fetching "
            + what
            + (total.isPresent() ? ", " + total.getAsLong() + " bytes" : "")
            + (from > 0 ? ", from byte " + from + " on" : ""));
  }

  /** Notes bytes that have arrived. */
  void add(int bytes) {
    done += bytes;
    if (surroundings.drawsOnErr()) {
      draw();
    }
  }

  /** Ends the line of the bar. */
  void end() {
    if (surroundings.drawsOnErr()) {
      surroundings.err().print("\n");
      surroundings.err().flush();
    }
  }

  private void draw() {
    long step = total.isPresent() ? percent() : done >> 20;
    if (step == drawn) {
      return;
    }
    drawn = step;
    PrintWriter err = surroundings.err();
    if (total.isPresent()) {
      int filled = (int) (percent() * WIDTH / 100);
      err.print("\r[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] ");
      err.print(String.format(Locale.ROOT, "%3d%% ", percent()));
    } else {
      err.print("\r" + (done >> 20) + " MiB ");
    }
    String name = Quote.escape(what);
    err.print(name.length() > 60 ? "…" + name.substring(name.length() - 59) : name);
    err.flush();
  }

  private long percent() {
    long all = total.orElse(0);
    return all <= 0 ? 100 : Math.min(100, (long) (done * 100.0 / all));
  }
}
