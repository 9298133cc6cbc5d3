package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process of this host and when it began, so that another one that got its number later is not
 * taken for it. As text it is {@code PID STARTTIME}.
 *
 * @param pid its number
 * @param start clock ticks from the start of the host, as {@code /proc/PID/stat} tells
 */
public record ProcessStamp(long pid, long start) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,10}) ([0-9]{1,18})\n?");

  /** Of the fields behind the name of the program the first and the twentieth count. */
  private static final int START = 19;

  /** The process that a text tells of; empty if it tells of none. */
  public static Optional<ProcessStamp> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ProcessStamp(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** This process. */
  public static ProcessStamp own() {
    return of(ProcessHandle.current().pid())
        .orElseThrow(() -> new IllegalStateException("/proc does not tell of this process"));
  }

  /** The living process with that number; one that only waits to be reaped is dead. */
  public static Optional<ProcessStamp> of(long pid) {
    try {
      Path stat = Path.of("/proc", Long.toString(pid), "stat");
      String text = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
      // The name of the program, in parentheses, may have any characters.
      String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1);
      boolean dead = fields[0].equals("Z") || fields[0].equals("X");
      return dead
          ? Optional.empty()
          : Optional.of(new ProcessStamp(pid, Long.parseLong(fields[START])));
    } catch (IOException | ArrayIndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether it still lives. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** The handle of it; empty if it is dead. */
  Optional<ProcessHandle> handle() {
    return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
  }

  @Override
  public String toString() {
    return pid + " " + start;
  }
}
