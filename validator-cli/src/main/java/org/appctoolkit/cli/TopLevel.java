package org.appctoolkit.cli;

import java.io.IOException;
import java.util.Optional;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.image.EntryPath;

/** Looks for the manifest of an image, of which there has to be one. */
final class TopLevel implements ArchiveVisitor {
  private final int mostBytes;
  private final FaultReport faults;
  private Optional<byte[]> manifest = Optional.empty();
  private boolean found;

  TopLevel(int mostBytes, FaultReport faults) {
    this.mostBytes = mostBytes;
    this.faults = faults;
  }

  /** The manifest behind the pass; if there is none to be used, that was told. */
  Optional<byte[]> manifest() {
    if (!found && faults.status() == ExitStatus.OK) {
      faults.add(Octets.EMPTY, "there is no manifest in it");
    }
    return manifest;
  }

  /** Whether an entry stands where the manifest has its place, however its name is written. */
  static boolean isManifest(Entry entry) {
    return EntryPath.of(entry.name()).is("manifest");
  }

  @Override
  public Next entry(Entry entry, EntryContent content) throws IOException {
    if (!isManifest(entry)) {
      return Next.CONTINUE;
    }
    if (found) {
      faults.add(entry.name(), "a second manifest; an image has one");
    } else if (entry.type() != EntryType.FILE) {
      faults.add(entry.name(), "the manifest is no regular file");
    } else if (entry.size() > mostBytes) {
      faults.addLimit(
          entry.name(),
          "the manifest is %d bytes long; at most %d are read".formatted(entry.size(), mostBytes));
    } else {
      manifest = content.bytes(mostBytes);
    }
    found = true;
    return Next.CONTINUE;
  }

  @Override
  public void fault(ArchiveFault fault) {
    faults.add(fault);
  }
}
