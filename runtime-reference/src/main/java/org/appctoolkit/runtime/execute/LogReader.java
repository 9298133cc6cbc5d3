package org.appctoolkit.runtime.execute;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One log of an app from some offset on, over the file before and the file that is being written,
 * while stage1 writes and rotates it.
 */
final class LogReader implements Closeable {
  /** How often stage1 notes a time at the most. */
  static final long PRECISION_MILLIS = 100;

  /** How often a log may be rotated just while it is opened. */
  private static final int ATTEMPTS = 100;

  private static final long MOMENT_MILLIS = 2;

  private final Path file;
  private final Path before;
  private final Path times;
  private long position;
  private long passedOver;

  /** Where the newer file begins at the least: behind all that was seen of the one before. */
  private long least;

  private Optional<OpenFiles> files = Optional.empty();
  private Optional<LogIndex> index = Optional.empty();
  private long millis;
  private Optional<LogIndex.Time> ahead = Optional.empty();

  /**
   * The two files of a log, open.
   *
   * @param base the offset at which the newer one begins
   * @param beforeBase the offset at which the older one begins; the same if there is none
   */
  private record OpenFiles(
      FileChannel current, Optional<FileChannel> before, Object key, long base, long beforeBase) {
    void close() throws IOException {
      current.close();
      if (before.isPresent()) {
        before.get().close();
      }
    }
  }

  /**
   * A log.
   *
   * @param file the one that is being written; it may not be there yet
   */
  LogReader(Path file) {
    this.file = file;
    this.before = file.resolveSibling(file.getFileName() + ".1");
    this.times = file.resolveSibling(file.getFileName() + ".times");
  }

  /** Passes over what was written before that time. */
  void since(long wanted) throws IOException {
    if (!open()) {
      return;
    }
    for (Optional<LogIndex.Line> line = line(); line.isPresent(); line = line()) {
      if (line.get() instanceof LogIndex.Time time) {
        if (time.millis() + PRECISION_MILLIS >= wanted) {
          ahead = Optional.of(time);
          position = Math.max(position, time.offset());
          return;
        }
      }
    }
    position = Math.max(position, end());
  }

  /** The offset behind the last byte that is there. */
  long end() throws IOException {
    if (!open()) {
      return 0;
    }
    boolean there = !isRotated() || position < endOfOpen() || reopen();
    return there ? endOfOpen() : 0;
  }

  private long endOfOpen() throws IOException {
    return files.orElseThrow().base() + files.orElseThrow().current().size();
  }

  /** The offset of the next byte. */
  long position() {
    return position;
  }

  /** How many bytes were rotated away before they were read, since this was asked last. */
  long passedOver() {
    long count = passedOver;
    passedOver = 0;
    return count;
  }

  /** When the next byte was written, in Unix time; as near as the index tells. */
  long millis() throws IOException {
    if (open()) {
      forward();
    }
    return millis;
  }

  /** Where the bytes end that are as old as the next one; not necessarily there yet. */
  long boundary() {
    return ahead.map(LogIndex.Time::offset).filter(it -> it > position).orElse(Long.MAX_VALUE);
  }

  /** The next line of the index; a full disk may have left none of it. */
  private Optional<LogIndex.Line> line() throws IOException {
    if (index.isEmpty() && Files.exists(times)) {
      index = Optional.of(LogIndex.open(times));
    }
    return index.isPresent() ? index.get().next() : Optional.empty();
  }

  private void forward() throws IOException {
    while (true) {
      if (ahead.isPresent()) {
        if (ahead.get().offset() > position) {
          return;
        }
        millis = ahead.get().millis();
        ahead = Optional.empty();
      }
      Optional<LogIndex.Line> next = line();
      if (next.isEmpty()) {
        return;
      }
      if (next.get() instanceof LogIndex.Time time) {
        ahead = Optional.of(time);
      }
    }
  }

  /**
   * Reads what comes next.
   *
   * @return how many bytes; 0 if there are none now
   */
  int read(ByteBuffer buffer) throws IOException {
    if (!open()) {
      return 0;
    }
    int read = readOpen(buffer);
    if (read > 0 || !isRotated()) {
      return read;
    }
    // What was written between the two looks; nobody writes in this file any more.
    read = readOpen(buffer);
    if (read > 0) {
      return read;
    }
    return reopen() ? readOpen(buffer) : 0;
  }

  /** Goes on in the files that took the place of those that are open; whether they are there. */
  private boolean reopen() throws IOException {
    least = endOfOpen();
    close();
    files = Optional.empty();
    index = Optional.empty();
    ahead = Optional.empty();
    return open();
  }

  private int readOpen(ByteBuffer buffer) throws IOException {
    OpenFiles open = files.orElseThrow();
    boolean old = position < open.base() && open.before().isPresent();
    FileChannel channel = old ? open.before().get() : open.current();
    long base = old ? open.beforeBase() : open.base();
    int read = Math.max(0, channel.read(buffer, position - base));
    position += read;
    return read;
  }

  private boolean isRotated() throws IOException {
    return !files.orElseThrow().key().equals(key(file).orElse(files.orElseThrow().key()));
  }

  /** Whether the log is there, and open. */
  private boolean open() throws IOException {
    for (int attempt = 1; files.isEmpty(); attempt++) {
      files = attempt(attempt == ATTEMPTS);
      if (files.isEmpty() && (attempt == ATTEMPTS || !Files.exists(file))) {
        return false;
      }
    }
    OpenFiles open = files.orElseThrow();
    if (position < open.beforeBase()) {
      passedOver += open.beforeBase() - position;
      position = open.beforeBase();
    }
    return true;
  }

  /** Opens both files as they are at one moment; empty if they are being rotated just then. */
  private Optional<OpenFiles> attempt(boolean last) throws IOException {
    try {
      long told = LogIndex.lastRotation(times);
      long base = last ? Math.max(told, least) : told;
      Object key = key(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
      FileChannel current = FileChannel.open(file, StandardOpenOption.READ);
      Optional<FileChannel> older = Optional.empty();
      boolean kept = false;
      try {
        if (Files.exists(before)) {
          older = Optional.of(FileChannel.open(before, StandardOpenOption.READ));
          // stage1 rotates the file first, and tells so in the index a moment later.
          Thread.sleep(MOMENT_MILLIS);
        }
        long beforeBase = older.isPresent() ? Math.max(0, base - older.get().size()) : base;
        boolean unchanged =
            key(file).filter(key::equals).isPresent() && LogIndex.lastRotation(times) == told;
        kept = last || (unchanged && base >= least);
        return kept
            ? Optional.of(new OpenFiles(current, older, key, base, beforeBase))
            : Optional.empty();
      } finally {
        if (!kept) {
          current.close();
          if (older.isPresent()) {
            older.get().close();
          }
        }
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static Optional<Object> key(Path file) throws IOException {
    try {
      @Nullable Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return Optional.of(Objects.requireNonNullElse(key, file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static void close(Optional<OpenFiles> files) throws IOException {
    if (files.isPresent()) {
      files.get().close();
    }
  }

  @Override
  public void close() throws IOException {
    close(files);
    if (index.isPresent()) {
      index.get().close();
    }
  }
}
