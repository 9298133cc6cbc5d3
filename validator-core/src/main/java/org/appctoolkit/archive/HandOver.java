package org.appctoolkit.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.appctoolkit.archive.ArchiveFault.Kind;

/**
 * The uncompressed bytes of an input that is decompressed on a thread of its own.
 *
 * <p>The other thread fills one chunk of the ring while this one reads another. It waits for the
 * input or for a chunk and for nothing else. It ends by itself behind the last chunk, and at the
 * next chunk when this is closed earlier; it is never interrupted, which would close some inputs.
 */
final class HandOver implements Chunks {
  /** How long closing waits for a thread that waits for its input. */
  private static final long PATIENCE_MILLIS = 500;

  private final Ring ring;
  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(Ring.CHUNKS + 1);
  private final Thread thread;
  private volatile boolean closed;

  private HandOver(Decompressor decompressor, InputBuffer input, ArchiveLimits limits, Ring ring) {
    this.ring = ring;
    thread = new Thread(new Producer(decompressor, input, limits), "appc-decompression");
    thread.setDaemon(true);
  }

  /** Begins to decompress. */
  static HandOver start(
      Decompressor decompressor, InputBuffer input, ArchiveLimits limits, Ring ring) {
    HandOver handOver = new HandOver(decompressor, input, limits, ring);
    handOver.thread.start();
    return handOver;
  }

  @Override
  public Chunk next() throws IOException {
    try {
      return full.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while decompressing");
    }
  }

  @Override
  public void close() {
    closed = true;
    ring.release();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The other thread. */
  private final class Producer implements Runnable, Sink {
    private final Decompressor decompressor;
    private final InputBuffer input;
    private final Meter meter;
    private Chunk chunk = new Chunk(0);

    Producer(Decompressor decompressor, InputBuffer input, ArchiveLimits limits) {
      this.decompressor = decompressor;
      this.input = input;
      this.meter = new Meter(limits);
    }

    @Override
    public void run() {
      try {
        boolean intact = nextChunk() && decompressor.decompress(input, this);
        chunk.end = intact ? Chunk.End.INTACT : Chunk.End.CUT;
      } catch (Throwable e) {
        chunk.failure = e;
        chunk.end = Chunk.End.CUT;
      }
      handOver();
    }

    private boolean nextChunk() {
      try {
        chunk = ring.take();
        return !closed;
      } catch (InterruptedException e) {
        // The last chunk is with the reader already.
        chunk = new Chunk(1);
        note(Kind.DAMAGED_COMPRESSION, "decompressing was interrupted");
        return false;
      }
    }

    private void handOver() {
      chunk.inputPosition = input.position();
      // There is always room: no more chunks go round than fit. Behind the end it does not matter.
      boolean offered = full.offer(chunk);
      assert offered || closed;
    }

    @Override
    public byte[] array() {
      return chunk.bytes;
    }

    @Override
    public int offset() {
      return chunk.length;
    }

    @Override
    public int room() {
      return chunk.room();
    }

    @Override
    public boolean wrote(int count) {
      chunk.length += count;
      Optional<Chunk.Note> excess = meter.add(chunk, count, input.position());
      if (excess.isPresent()) {
        chunk.notes.add(excess.get());
        return false;
      }
      if (chunk.room() > 0) {
        return !closed;
      }
      handOver();
      return nextChunk();
    }

    @Override
    public long total() {
      return meter.total();
    }

    @Override
    public void note(Kind kind, String message) {
      chunk.notes.add(new Chunk.Note(kind, message, meter.total()));
    }
  }
}
