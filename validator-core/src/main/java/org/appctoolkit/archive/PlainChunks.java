package org.appctoolkit.archive;

import java.io.IOException;
import java.util.Optional;

/** The bytes of an input that is not compressed. */
final class PlainChunks implements Chunks {
  private final InputBuffer input;
  private final Meter meter;
  private final Chunk chunk = new Chunk(Chunk.BYTES);

  PlainChunks(InputBuffer input, ArchiveLimits limits) {
    this.input = input;
    this.meter = new Meter(limits);
  }

  @Override
  public Chunk next() throws IOException {
    chunk.clear();
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

  @Override
  public void close() {
    // nothing works for this
  }
}
