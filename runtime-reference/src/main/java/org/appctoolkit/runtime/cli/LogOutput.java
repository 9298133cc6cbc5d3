package org.appctoolkit.runtime.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.appctoolkit.runtime.execute.Logs;

/**
 * What apps have written, as it comes out: standard output to standard output, standard error to
 * standard error. Of several apps whole lines come out, with the name of the app before each.
 */
final class LogOutput implements Logs.Sink {
  /** What is longer comes out in pieces. */
  private static final int LONGEST = 1 << 16;

  private final Terminal terminal;
  private final boolean prefixed;
  private final Map<Key, Line> lines = new LinkedHashMap<>();

  /**
   * Output.
   *
   * @param prefixed whether there are several apps
   */
  LogOutput(Terminal terminal, boolean prefixed) {
    this.terminal = terminal;
    this.prefixed = prefixed;
  }

  private record Key(String app, Logs.Stream stream) {}

  /** The beginning of a line. */
  private static final class Line {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Whether a piece of the line came out already. */
    private boolean begun;
  }

  @Override
  public boolean write(String app, Logs.Stream stream, byte[] bytes, int length) {
    PrintStream out = out(stream);
    if (!prefixed) {
      out.write(bytes, 0, length);
      out.flush();
      return !out.checkError();
    }
    Key key = new Key(app, stream);
    Line line = lines.computeIfAbsent(key, it -> new Line());
    int begin = 0;
    for (int i = 0; i < length; i++) {
      boolean full = i + 1 - begin + line.bytes.size() >= LONGEST;
      if (bytes[i] == '\n' || full) {
        line.bytes.write(bytes, begin, i + 1 - begin);
        print(key, line, bytes[i] != '\n');
        begin = i + 1;
      }
    }
    line.bytes.write(bytes, begin, length - begin);
    out.flush();
    return !out.checkError();
  }

  private PrintStream out(Logs.Stream stream) {
    return stream == Logs.Stream.STDOUT ? terminal.out() : terminal.err();
  }

  private void print(Key key, Line line, boolean goesOn) {
    PrintStream out = out(key.stream());
    if (!line.begun) {
      byte[] prefix = (key.app() + ": ").getBytes(StandardCharsets.UTF_8);
      out.write(prefix, 0, prefix.length);
    }
    out.write(line.bytes.toByteArray(), 0, line.bytes.size());
    line.bytes.reset();
    line.begun = goesOn;
  }

  @Override
  public void passedOver(String app, Logs.Stream stream, long count) {
    terminal.tell(
        "%s: %d bytes of %s were rotated away before they were shown (see --log-limit)"
            .formatted(app, count, stream));
  }

  /** Lets the last lines out, which have no end. */
  void end() {
    lines.forEach(
        (key, line) -> {
          if (line.bytes.size() > 0 || line.begun) {
            line.bytes.write('\n');
            print(key, line, false);
          }
        });
    terminal.out().flush();
    terminal.err().flush();
  }
}
