package org.appctoolkit.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;

/** The bytes of an input that is not compressed. */
final class PlainChunks implements Chunks {
  private final InputBuffer input;
  private final Meter meter;
  private final Ring ring;

  PlainChunks(InputBuffer input, ArchiveLimits limits, Ring ring) {
    this.input = input;
    this.ring = ring;
    this.meter = new Meter(limits);
  }

  @Override
  public Chunk next() throws IOException {
    Chunk chunk = take();
    while (chunk.room() > 0) {
      int read = input.read(chunk.bytes, chunk.length, chunk.room());
      if (read < 0) {
        chunk.end = Chunk.End.INTACT;
        break;
      }
      chunk.length += read;
      Optional<Chunk.Note> excess = meter.add(chunk, read, input.position());
      if (excess.isPresent()) {
        chunk.notes.add(excess.get());
        chunk.end = Chunk.End.CUT;
        break;
      }
    }
    chunk.inputPosition = input.position();
    return chunk;
  }

  private Chunk take() throws InterruptedIOException {
    try {
      return ring.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while computing the image ID");
    }
  }

  @Override
  public void close() {
    // nothing works for this
  }
}
