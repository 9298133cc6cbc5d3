package org.appctoolkit.runtime.execute;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of {@code stdout.times} in their order, as far as they are written in full; more may
 * come later.
 */
final class LogIndex implements Closeable {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,15}) ([0-9]{1,18})");
  private static final Pattern ROTATION = Pattern.compile("rotated ([0-9]{1,18})");
  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private final StringBuilder line = new StringBuilder();

  /** A line. */
  sealed interface Line {}

  /**
   * What begins at an offset was written at that time or later.
   *
   * @param millis Unix time in milliseconds
   * @param offset in the whole stream
   */
  record Time(long millis, long offset) implements Line {}

  /** A new file begins at an offset of the whole stream. */
  record Rotation(long offset) implements Line {}

  private LogIndex(FileChannel channel) {
    this.channel = channel;
  }

  static LogIndex open(Path file) throws IOException {
    return new LogIndex(FileChannel.open(file, StandardOpenOption.READ));
  }

  /** The next line that is there; what is none is passed over. */
  Optional<Line> next() throws IOException {
    while (true) {
      if (!buffer.hasRemaining()) {
        buffer.clear();
        int read = channel.read(buffer);
        buffer.flip();
        if (read <= 0) {
          return Optional.empty();
        }
      }
      char each = (char) buffer.get();
      if (each != '\n') {
        // No line of ours is that long.
        line.append(line.length() < BUFFER ? String.valueOf(each) : "");
        continue;
      }
      Optional<Line> read = read(line.toString());
      line.setLength(0);
      if (read.isPresent()) {
        return read;
      }
    }
  }

  private static Optional<Line> read(String text) {
    Matcher time = TIME.matcher(text);
    if (time.matches()) {
      return Optional.of(new Time(Long.parseLong(time.group(1)), Long.parseLong(time.group(2))));
    }
    Matcher rotation = ROTATION.matcher(text);
    return rotation.matches()
        ? Optional.of(new Rotation(Long.parseLong(rotation.group(1))))
        : Optional.empty();
  }

  /** The offset at which the last file begins that was begun; 0 without an index. */
  static long lastRotation(Path file) throws IOException {
    long last = 0;
    if (!Files.exists(file)) {
      return last;
    }
    try (LogIndex index = open(file)) {
      for (Optional<Line> line = index.next(); line.isPresent(); line = index.next()) {
        if (line.get() instanceof Rotation rotation) {
          last = rotation.offset();
        }
      }
    }
    return last;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
