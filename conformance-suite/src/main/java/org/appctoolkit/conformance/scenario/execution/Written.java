package org.appctoolkit.conformance.scenario.execution;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.scenario.Log;

/** What the probe has written to a stream, byte by byte, of any length. */
final class Written {
  /** The number from which a binary pattern on standard output is made. */
  static final int STDOUT = 1;

  /** The number from which a binary pattern on standard error is made. */
  static final int STDERR = 2;

  private static final int PIECE = 1 << 16;

  private final List<Supplier<InputStream>> parts;

  private Written(List<Supplier<InputStream>> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Nothing at all. */
  static Written nothing() {
    return new Written(List.of());
  }

  private Written and(Supplier<InputStream> part) {
    List<Supplier<InputStream>> more = new ArrayList<>(parts);
    more.add(part);
    return new Written(more);
  }

  /** This and then a text. */
  Written text(String text) {
    return and(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** This and then an observation. */
  Written line(Observation observation) {
    return text(observation.line() + "\n");
  }

  /**
   * This and then so many bytes of numbered lines.
   *
   * @param letter that of the stream
   * @param last the last byte
   */
  Written lines(char letter, long bytes, char last) {
    return and(() -> new Lines(letter, bytes, last));
  }

  /** This and then so many bytes of the binary pattern. */
  Written binary(int seed, long bytes) {
    return and(() -> new Binary(seed, bytes));
  }

  /** Where a log is something else, in words; empty if it is just this. */
  Optional<String> difference(Log log) {
    byte[] expected = new byte[PIECE];
    byte[] observed = new byte[PIECE];
    long at = 0;
    try (InputStream here = open();
        InputStream there = log.open()) {
      while (true) {
        int wanted = here.readNBytes(expected, 0, PIECE);
        int found = there.readNBytes(observed, 0, PIECE);
        int place = Arrays.mismatch(expected, 0, wanted, observed, 0, found);
        if (place < 0) {
          if (wanted < PIECE) {
            return Optional.empty();
          }
          at += wanted;
          continue;
        }
        if (place == found) {
          return Optional.of("it ends after %d bytes".formatted(at + place));
        }
        return Optional.of(
            place == wanted
                ? "it goes on after %d bytes, with 0x%02x".formatted(at + place, observed[place])
                : "byte %d is 0x%02x in place of 0x%02x"
                    .formatted(at + place, observed[place], expected[place]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream open() {
    return new SequenceInputStream(
        Collections.enumeration(parts.stream().map(Supplier::get).toList()));
  }

  /** Bytes that are made one after the other. */
  private abstract static class Made extends InputStream {
    private final long length;
    private long at;

    Made(long length) {
      this.length = length;
    }

    /** The next byte, at a place. */
    abstract byte next(long place, boolean isLast);

    @Override
    public int read() {
      return at == length ? -1 : next(at++, at == length) & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int most) {
      if (at == length && most > 0) {
        return -1;
      }
      int count = (int) Math.min(most, length - at);
      for (int i = 0; i < count; i++) {
        to[offset + i] = next(at++, at == length);
      }
      return count;
    }
  }

  /** Lines of 16 bytes: a letter, a number in 14 figures, a line feed. */
  private static final class Lines extends Made {
    private static final int LINE = 16;

    private final byte[] line = new byte[LINE];
    private final byte last;

    Lines(char letter, long length, char last) {
      super(length);
      this.last = (byte) last;
      line[0] = (byte) letter;
      line[LINE - 1] = '\n';
    }

    @Override
    byte next(long place, boolean isLast) {
      int column = (int) (place % LINE);
      if (column == 0) {
        long rest = place / LINE;
        for (int i = LINE - 2; i > 0; i--) {
          line[i] = (byte) ('0' + rest % 10);
          rest /= 10;
        }
      }
      return isLast ? last : line[column];
    }
  }

  /** The upper bytes of a sequence of numbers. */
  private static final class Binary extends Made {
    private int state;

    Binary(int seed, long length) {
      super(length);
      this.state = seed;
    }

    @Override
    byte next(long place, boolean isLast) {
      state = state * 1664525 + 1013904223;
      return (byte) (state >>> 24);
    }
  }
}
