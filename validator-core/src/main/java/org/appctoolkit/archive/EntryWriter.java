package org.appctoolkit.archive;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Writes every entry of an image into an archive; what cannot be written is reported. */
public final class EntryWriter implements ArchiveVisitor {
  private final ImageWriter writer;
  private final Faults faults;
  private final UnaryOperator<Entry> change;

  /** Is told what cannot be written. */
  public interface Faults {
    /** What is wrong with what is read. */
    void add(ArchiveFault fault);

    /** Why an entry cannot be in an archive. */
    void add(Octets entry, String message);
  }

  /**
   * Begins to write.
   *
   * @param writer where to
   * @param faults told what cannot be written
   * @param latest the time that nothing in the archive may be newer than
   * @param change what is written in the place of an entry
   */
  public EntryWriter(
      ImageWriter writer, Faults faults, Optional<Instant> latest, UnaryOperator<Entry> change) {
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
