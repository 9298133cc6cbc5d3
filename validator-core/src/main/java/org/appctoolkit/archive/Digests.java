package org.appctoolkit.archive;

import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The image IDs of bytes that come chunk by chunk, computed on a thread of its own.
 *
 * <p>A digest takes as long as everything else does that reads a plain tar. The thread waits for
 * chunks and for nothing else; it ends behind the last one, or when this is closed.
 */
final class Digests implements AutoCloseable {
  private final Map<ImageId.Algorithm, MessageDigest> digests =
      new EnumMap<>(ImageId.Algorithm.class);
  private final Ring ring;

  /** Never holds more chunks than go round, and one that ends it. */
  private final BlockingQueue<Chunk> waiting = new LinkedBlockingQueue<>();

  private final Chunk last = new Chunk(0);
  private final Thread thread = new Thread(this::run, "appc-digest");
  private volatile boolean closed;
  private @Nullable Throwable failure;

  private Digests(Set<ImageId.Algorithm> algorithms, Ring ring) {
    this.ring = ring;
    for (ImageId.Algorithm algorithm : algorithms) {
      digests.put(algorithm, algorithm.digest());
    }
    thread.setDaemon(true);
  }

  /** Begins to wait for chunks, which go back to the ring when they are done with. */
  static Digests start(Set<ImageId.Algorithm> algorithms, Ring ring) {
    Digests digests = new Digests(algorithms, ring);
    digests.thread.start();
    return digests;
  }

  /** Takes the next chunk, which is not the caller's any more. */
  void update(Chunk chunk) {
    waiting.add(chunk);
  }

  private void run() {
    for (Chunk chunk = next(); chunk != last; chunk = next()) {
      if (!closed && failure == null) {
        digest(chunk);
      }
      ring.giveBack(chunk);
    }
  }

  private Chunk next() {
    for (; ; ) {
      try {
        return waiting.take();
      } catch (InterruptedException e) {
        // Nobody who knows this thread has a reason to, and the last chunk is sure to come.
      }
    }
  }

  private void digest(Chunk chunk) {
    try {
      for (MessageDigest digest : digests.values()) {
        digest.update(chunk.bytes, 0, chunk.length);
      }
    } catch (Throwable e) {
      // Chunks have to go round all the same.
      failure = e;
    }
  }

  /**
   * Waits for the digests of all chunks; the IDs, in the order of the algorithms. To be called once
   * and last.
   */
  List<ImageId> imageIds() throws InterruptedIOException {
    waiting.add(last);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while computing the image ID");
    }
    if (failure != null) {
      throw new IllegalStateException("the image ID cannot be computed", failure);
    }
    List<ImageId> ids = new ArrayList<>();
    digests.forEach((algorithm, digest) -> ids.add(ImageId.of(algorithm, digest.digest())));
    return ids;
  }

  /** Ends the thread, whatever is left to do. */
  @Override
  public void close() {
    closed = true;
    waiting.add(last);
    boolean interrupted = Thread.interrupted();
    try {
      thread.join();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
