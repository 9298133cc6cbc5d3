package org.appctoolkit.conformance.scenario.execution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Log;

/** Looks for things in what apps wrote, however long that is. */
final class Output {
  private static final int PIECE = 1 << 16;
  private static final int DIGITS = 14;
  private static final int LINE = 16;

  private Output() {}

  /** Whether a text is anywhere in the streams of an app. */
  static boolean contains(AppRecord app, String text) {
    return contains(app.stdout(), text) || contains(app.stderr(), text);
  }

  /** Whether a text is anywhere in a stream. */
  static boolean contains(Log log, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    byte[] buffer = new byte[PIECE + wanted.length];
    int kept = 0;
    try (InputStream in = log.open()) {
      for (int read; (read = in.read(buffer, kept, buffer.length - kept)) > 0; ) {
        int filled = kept + read;
        for (int at = 0; at + wanted.length <= filled; at++) {
          if (isAt(buffer, at, wanted)) {
            return true;
          }
        }
        kept = Math.min(filled, wanted.length - 1);
        System.arraycopy(buffer, filled - kept, buffer, 0, kept);
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAt(byte[] buffer, int at, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (buffer[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The numbered lines of the probe in a log, wherever they begin.
   *
   * @param count how many there are
   * @param different how many different numbers they have, of those that were written
   * @param ordered whether each number is larger than the one before
   */
  record Lines(long count, long different, boolean ordered) {
    /** Whether each line that was written is there. */
    boolean has(long written) {
      return different == written;
    }
  }

  /**
   * Finds numbered lines.
   *
   * @param letter {@code o} for those on standard output, {@code e} for those on standard error
   * @param written how many were written, at most {@link Integer#MAX_VALUE}
   */
  static Lines lines(Log log, char letter, long written) {
    BitSet seen = new BitSet((int) written);
    byte[] buffer = new byte[PIECE];
    long count = 0;
    long last = -1;
    boolean ordered = true;
    int kept = 0;
    try (InputStream in = log.open()) {
      for (int read; (read = in.read(buffer, kept, buffer.length - kept)) > 0; ) {
        int filled = kept + read;
        int at = 0;
        while (at + LINE <= filled) {
          long number = buffer[at] == letter ? number(buffer, at + 1) : -1;
          if (number < 0) {
            at++;
            continue;
          }
          count++;
          ordered &= number > last;
          last = number;
          if (number < written) {
            seen.set((int) number);
          }
          at += LINE;
        }
        kept = filled - at;
        System.arraycopy(buffer, at, buffer, 0, kept);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Lines(count, seen.cardinality(), ordered);
  }

  /** The number in 14 figures and a line feed, or −1 if there is something else. */
  private static long number(byte[] buffer, int at) {
    if (buffer[at + DIGITS] != '\n') {
      return -1;
    }
    long number = 0;
    for (int i = at; i < at + DIGITS; i++) {
      int digit = buffer[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
