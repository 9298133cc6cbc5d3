package org.appctoolkit.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.ImageWriter;

/** Writes every entry of an image into an archive; what cannot be written is reported. */
final class EntryWriter implements ArchiveVisitor {
  private final ImageWriter writer;
  private final FaultReport faults;
  private final UnaryOperator<Entry> change;

  /**
   * Begins to write.
   *
   * @param latest the time that nothing in the archive may be newer than
   * @param change what is written in the place of an entry
   */
  EntryWriter(
      ImageWriter writer,
      FaultReport faults,
      Optional<Instant> latest,
      UnaryOperator<Entry> change) {
    this.writer = writer;
    this.faults = faults;
    this.change =
        entry -> {
          Entry changed = change.apply(entry);
          return latest.map(changed::modifiedNoLaterThan).orElse(changed);
        };
  }

  @Override
  public Next entry(Entry entry, EntryContent content) throws IOException {
    Entry written = change.apply(entry);
    Optional<String> obstacle = ImageWriter.obstacle(written);
    if (obstacle.isPresent()) {
      faults.add(entry.name(), obstacle.get());
    } else {
      writer.add(written, content);
    }
    return Next.CONTINUE;
  }

  @Override
  public void fault(ArchiveFault fault) {
    faults.add(fault);
  }
}
