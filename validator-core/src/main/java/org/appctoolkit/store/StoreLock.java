package org.appctoolkit.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The right to change a store, alone or together with others; given back when it is closed.
 *
 * <p>Between processes it is a lock of the operating system, which a process that dies gives back.
 * That belongs to the whole process and ends when any channel to the file is closed, so that all
 * threads of this one share a channel, and count themselves here.
 */
final class StoreLock implements Closeable {
  private static final Map<Path, Holding> HOLDINGS = new HashMap<>();

  /**
   * Channels that are never closed, as that would end locks that other copies of this class have.
   */
  private static final Map<Path, FileChannel> UNCLOSED = new HashMap<>();

  private final Path file;
  private boolean open = true;

  private StoreLock(Path file) {
    this.file = file;
  }

  /** What this process holds. */
  private static final class Holding {
    private final FileChannel channel;
    private final boolean shared;
    private int users = 1;

    Holding(FileChannel channel, boolean shared) {
      this.channel = channel;
      this.shared = shared;
    }
  }

  /**
   * The right to add.
   *
   * @throws StoreException if somebody removes for longer than the patience goes
   */
  static StoreLock shared(StoreDirectory directory, Patience patience) throws StoreException {
    return acquire(directory, true, patience);
  }

  /**
   * The right to remove: nobody else writes as long as it is held.
   *
   * @throws StoreException if somebody writes for longer than the patience goes
   */
  static StoreLock exclusive(StoreDirectory directory, Patience patience) throws StoreException {
    return acquire(directory, false, patience);
  }

  private static StoreLock acquire(StoreDirectory directory, boolean shared, Patience patience)
      throws StoreException {
    try {
      for (int attempt = 0; true; attempt++) {
        Optional<StoreLock> lock = attempt(directory.lock(), shared);
        if (lock.isPresent()) {
          return lock.get();
        }
        if (!patience.again(attempt)) {
          throw new StoreException(
              directory.root(),
              "somebody else is %s; try again when that is done"
                  .formatted(shared ? "removing images" : "writing in it"));
        }
      }
    } catch (IOException e) {
      throw StoreException.of(directory.root(), e);
    }
  }

  private static Optional<StoreLock> attempt(Path file, boolean shared) throws IOException {
    synchronized (HOLDINGS) {
      Holding holding = HOLDINGS.get(file);
      if (holding != null) {
        if (!shared || !holding.shared) {
          return Optional.empty();
        }
        holding.users++;
        return Optional.of(new StoreLock(file));
      }
      FileChannel unclosed = UNCLOSED.remove(file);
      FileChannel channel = unclosed == null ? open(file) : unclosed;
      boolean kept = false;
      try {
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
        kept = lock != null;
        if (kept) {
          HOLDINGS.put(file, new Holding(channel, shared));
        }
      } catch (OverlappingFileLockException e) {
        // Another copy of this class, of another class loader, has it.
        UNCLOSED.put(file, channel);
        kept = true;
        return Optional.empty();
      } finally {
        if (!kept) {
          channel.close();
        }
      }
      return kept ? Optional.of(new StoreLock(file)) : Optional.empty();
    }
  }

  private static FileChannel open(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file.getFileName() + " is no regular file, as it is in a store");
    }
    Set<OpenOption> options =
        new HashSet<>(
            Arrays.asList(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS));
    return FileChannel.open(file, options, StoreDirectory.fileAttributes(file));
  }

  /** Work that is done with the lock. */
  interface Work<T, E extends Exception> {
    T done() throws E;
  }

  /** Does some work before the lock is given back. */
  <T, E extends Exception> T during(Work<T, E> work) throws E {
    return work.done();
  }

  @Override
  public void close() {
    synchronized (HOLDINGS) {
      Holding holding = HOLDINGS.get(file);
      if (open && holding != null) {
        open = false;
        holding.users--;
        if (holding.users == 0) {
          HOLDINGS.remove(file);
          release(holding.channel);
        }
      }
    }
  }

  private static void release(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // What was done is done; the lock ends with the process at the latest.
    }
  }
}
