package org.appctoolkit.conformance.driver;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * One run of a driver: what it was asked, and all that came of it.
 *
 * @param command the driver, the verb and the arguments
 * @param duration how long it took
 * @param exit its exit status; absent if it had none of its own: it was ended by a signal, or by
 *     the suite
 * @param ending how it ended, in words: {@code exit status 0}, {@code signal 11}, {@code no end
 *     within 20 s}
 * @param stdout what it has printed, at most 1 MiB and a byte; what is no UTF-8 is replaced
 * @param stderr the last 64 KiB of its diagnostics; what is no UTF-8 is replaced
 */
public record Exchange(
    List<String> command,
    Duration duration,
    OptionalInt exit,
    String ending,
    String stdout,
    String stderr) {
  /** Copies the command. */
  public Exchange {
    command = List.copyOf(command);
  }
}
