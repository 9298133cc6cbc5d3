package org.appctoolkit.runtime.execute;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What apps have written, in the order in which they did as near as stage1 notes it: a tenth of a
 * second. Within one stream the order is exact.
 */
public final class Logs implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final Duration LOOK = Duration.ofMillis(20);

  private final List<Source> sources = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  /** Where an app writes to. */
  public enum Stream {
    /** Standard output. */
    STDOUT,
    /** Standard error. */
    STDERR;

    /** As users and files call it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whoever wants to have what was written. */
  public interface Sink {
    /**
     * Takes bytes that an app has written, behind those before.
     *
     * @param length how many of the first bytes of the array they are
     * @return whether to go on
     */
    boolean write(String app, Stream stream, byte[] bytes, int length);

    /** Hears of bytes that were rotated away before they could be read. */
    void passedOver(String app, Stream stream, long count);
  }

  private record Source(String app, Stream stream, LogReader reader) {}

  /**
   * The logs of some apps of a pod.
   *
   * @param since passes over what was written before
   */
  public Logs(PodDirectory pod, List<String> apps, List<Stream> streams, Optional<Instant> since)
      throws IOException {
    for (String app : apps) {
      for (Stream stream : streams) {
        LogReader reader = new LogReader(pod.app(app).resolve(stream.toString()));
        sources.add(new Source(app, stream, reader));
        if (since.isPresent()) {
          reader.since(since.get().toEpochMilli());
        }
      }
    }
  }

  /** Copies what is there. */
  public void copy(Sink sink) throws IOException {
    round(sink);
  }

  /**
   * Copies what is there and what comes, until nobody writes any more.
   *
   * @param ended whether all of it was written
   */
  public void follow(Sink sink, BooleanSupplier ended) throws IOException, InterruptedException {
    while (true) {
      boolean last = ended.getAsBoolean();
      if (!round(sink) || last) {
        return;
      }
      Thread.sleep(LOOK.toMillis());
    }
  }

  /** Copies what is there when it begins, the oldest first; whether to go on. */
  private boolean round(Sink sink) throws IOException {
    List<Source> left = new ArrayList<>(sources);
    List<Long> ends = new ArrayList<>();
    for (Source source : left) {
      ends.add(source.reader().end());
    }
    while (true) {
      int oldest = -1;
      for (int i = 0; i < left.size(); i++) {
        LogReader reader = left.get(i).reader();
        if (reader.position() < ends.get(i)
            && (oldest < 0 || reader.millis() < left.get(oldest).reader().millis())) {
          oldest = i;
        }
      }
      if (oldest < 0) {
        return true;
      }
      if (!copy(left.get(oldest), ends.get(oldest), sink)) {
        return false;
      }
    }
  }

  /** Copies what is as old as the next byte. */
  private boolean copy(Source source, long end, Sink sink) throws IOException {
    LogReader reader = source.reader();
    long limit = Math.min(reader.boundary(), end);
    while (reader.position() < limit) {
      buffer.clear();
      buffer.limit((int) Math.min(buffer.capacity(), limit - reader.position()));
      int read = reader.read(buffer);
      long lost = reader.passedOver();
      if (lost > 0) {
        sink.passedOver(source.app(), source.stream(), lost);
      }
      if (read == 0 && lost == 0) {
        // Shorter than it was: somebody else has cut it.
        throw new IOException(source.app() + ": its " + source.stream() + " was cut meanwhile");
      }
      if (read > 0 && !sink.write(source.app(), source.stream(), buffer.array(), read)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    for (Source source : sources) {
      source.reader().close();
    }
  }
}
