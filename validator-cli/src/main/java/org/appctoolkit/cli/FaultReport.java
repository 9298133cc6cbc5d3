package org.appctoolkit.cli;

import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.EntryWriter;
import org.appctoolkit.archive.Octets;

/** What is wrong with an image, told on standard error as it is found. */
final class FaultReport implements EntryWriter.Faults {
  private static final long MOST = 100;

  private final Surroundings surroundings;
  private final String image;
  private long count;
  private ExitStatus status = ExitStatus.OK;

  FaultReport(Surroundings surroundings, String image) {
    this.surroundings = surroundings;
    this.image = image;
  }

  /** Tells of a fault; one that is harmless does not make the command fail. */
  @Override
  public void add(ArchiveFault fault) {
    if (fault.kind().isHarmless()) {
      note(fault.entry(), fault.message());
      return;
    }
    add(fault.entry(), fault.message(), fault.kind().isLimit());
  }

  /** Tells of something that makes the command fail. */
  @Override
  public void add(Octets entry, String message) {
    add(entry, message, false);
  }

  /** Tells of a limit that was hit. */
  void addLimit(Octets entry, String message) {
    add(entry, message, true);
  }

  private void add(Octets entry, String message, boolean limit) {
    status = status.or(limit ? ExitStatus.LIMIT : ExitStatus.FINDINGS);
    count++;
    if (count <= MOST) {
      note(entry, message);
    }
  }

  /** Tells of something that does not make the command fail. */
  void note(Octets entry, String message) {
    surroundings.tell(image + ": " + (entry.isEmpty() ? "" : entry + ": ") + message);
  }

  /** Tells how many faults were not told. */
  ExitStatus end() {
    if (count > MOST) {
      surroundings.tell(image + ": and " + (count - MOST) + " more of this sort");
    }
    return status;
  }

  /** What messages call the image. */
  String image() {
    return image;
  }

  /** What was found so far. */
  ExitStatus status() {
    return status;
  }
}
