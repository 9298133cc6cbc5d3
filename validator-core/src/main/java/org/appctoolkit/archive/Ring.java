package org.appctoolkit.archive;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The few chunks of a pass, which go round: they are filled, read, digested and filled again.
 *
 * <p>This bounds how far the threads of a pass can be apart, and with that the memory it takes.
 */
final class Ring {
  /** For two pairs of threads, each with a chunk at either side and some between them. */
  static final int CHUNKS = 8;

  private final BlockingQueue<Chunk> empty = new LinkedBlockingQueue<>();

  Ring() {
    for (int i = 0; i < CHUNKS; i++) {
      empty.add(new Chunk(Chunk.BYTES));
    }
  }

  /** Waits for a chunk that nobody uses, and clears it. */
  Chunk take() throws InterruptedException {
    Chunk chunk = empty.take();
    chunk.clear();
    return chunk;
  }

  /** Takes back a chunk. */
  void giveBack(Chunk chunk) {
    empty.add(chunk);
  }

  /** Gives a thread that waits for a chunk one that is no good, so that it sees that it is over. */
  void release() {
    empty.add(new Chunk(1));
  }
}
