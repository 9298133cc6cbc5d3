package org.appctoolkit.runtime.execute;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to change one thing in a data directory, which one thread of one process has at a time;
 * a process that dies gives it back.
 *
 * <p>Between processes it is a lock of the operating system on one byte of one file. Those belong
 * to the whole process and end when any channel to the file is closed, so that all threads of this
 * one share a channel that is never closed.
 */
final class DataLock implements Closeable {
  /** The byte for the list of pods and for what they use; never held for long. */
  static final long PODS = 0;

  private record Place(Path file, long position) {}

  private static final Map<Path, FileChannel> CHANNELS = new HashMap<>();
  private static final Map<Place, ReentrantLock> THREADS = new HashMap<>();

  private final ReentrantLock thread;
  private final FileLock lock;

  private DataLock(ReentrantLock thread, FileLock lock) {
    this.thread = thread;
    this.lock = lock;
  }

  /**
   * Waits for the right.
   *
   * @param file which exists or can be made
   * @param position the byte that stands for the thing
   */
  static DataLock acquire(Path file, long position) throws IOException {
    FileChannel channel;
    ReentrantLock thread;
    synchronized (CHANNELS) {
      FileChannel known = CHANNELS.get(file);
      channel =
          known == null || !known.isOpen()
              ? FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE)
              : known;
      CHANNELS.put(file, channel);
      thread = THREADS.computeIfAbsent(new Place(file, position), it -> new ReentrantLock());
    }
    thread.lock();
    boolean locked = false;
    try {
      FileLock lock = channel.lock(position, 1, false);
      locked = true;
      return new DataLock(thread, lock);
    } finally {
      if (!locked) {
        thread.unlock();
      }
    }
  }

  /** Something that is done with the lock. */
  interface Work<T> {
    T done() throws IOException, RefusedException;
  }

  /** Does some work before the lock is given back. */
  <T> T during(Work<T> work) throws IOException, RefusedException {
    return work.done();
  }

  @Override
  public void close() throws IOException {
    try {
      lock.release();
    } finally {
      thread.unlock();
    }
  }
}
