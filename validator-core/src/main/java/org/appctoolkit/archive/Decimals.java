package org.appctoolkit.archive;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The decimal numbers of pax records. */
final class Decimals {
  private static final int NANO_DIGITS = 9;

  private Decimals() {}

  /** A number of digits only; empty if it is malformed or does not fit 63 bits. */
  static OptionalLong number(Octets text) {
    return text.isEmpty() ? OptionalLong.empty() : digits(text, 0, text.length());
  }

  /**
   * A time in seconds since 1970, with a sign and a fraction or without; what is finer than a
   * nanosecond is cut off, towards the past. Empty if it is malformed or beyond what {@link
   * Instant} can tell.
   */
  static Optional<Instant> time(Octets text) {
    int at = !text.isEmpty() && text.byteAt(0) == '-' ? 1 : 0;
    boolean negative = at == 1;
    int point = at;
    while (point < text.length() && text.byteAt(point) != '.') {
      point++;
    }
    OptionalLong seconds = digits(text, at, point);
    if (point == at || seconds.isEmpty()) {
      return Optional.empty();
    }
    long nanos = 0;
    boolean finer = false;
    for (int i = point + 1; i < text.length(); i++) {
      int digit = text.byteAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return Optional.empty();
      }
      if (i <= point + NANO_DIGITS) {
        nanos = 10 * nanos + digit;
      } else {
        finer |= digit > 0;
      }
    }
    for (int i = Math.max(text.length() - point - 1, 0); i < NANO_DIGITS; i++) {
      nanos *= 10;
    }
    return negative
        ? instant(-seconds.getAsLong(), -nanos - (finer ? 1 : 0))
        : instant(seconds.getAsLong(), nanos);
  }

  /** The form of a time, with as many digits as it takes. */
  static Octets of(Instant time) {
    BigDecimal seconds =
        BigDecimal.valueOf(time.getEpochSecond())
            .add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS));
    return Octets.of(seconds.stripTrailingZeros().toPlainString());
  }

  /** The time that many seconds after 1970, if {@link Instant} can tell it. */
  static Optional<Instant> instant(long seconds, long nanos) {
    return seconds > Instant.MIN.getEpochSecond() && seconds < Instant.MAX.getEpochSecond()
        ? Optional.of(Instant.ofEpochSecond(seconds, nanos))
        : Optional.empty();
  }

  private static OptionalLong digits(Octets text, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.byteAt(i) - '0';
      if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
        return OptionalLong.empty();
      }
      number = 10 * number + digit;
    }
    return OptionalLong.of(number);
  }
}
