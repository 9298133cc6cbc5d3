package org.appctoolkit.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.image.EntryPath;

/**
 * Looks for the manifest in an archive, and for reasons not to take the archive into a store.
 *
 * <p>The pass ends when there are enough of them.
 */
final class Intake implements ArchiveVisitor {
  /** How many reasons are kept. */
  static final int MOST_REFUSALS = 20;

  private final Limits limits;
  private final List<Addition.Refusal> refusals = new ArrayList<>();
  private byte[] bytes = {};
  private Optional<Json.Obj> manifest = Optional.empty();
  private boolean found;

  Intake(Limits limits) {
    this.limits = limits;
  }

  @Override
  public Next entry(Entry entry, EntryContent content) throws IOException {
    if (EntryPath.of(entry.name()).is(StoreDirectory.MANIFEST)) {
      manifest(entry, content);
      found = true;
    }
    return refusals.size() < MOST_REFUSALS ? Next.CONTINUE : Next.STOP;
  }

  private void manifest(Entry entry, EntryContent content) throws IOException {
    int most = limits.documentBytes();
    if (found) {
      refuse(entry.name(), "a second manifest; an image has one", false);
    } else if (entry.type() != EntryType.FILE) {
      refuse(entry.name(), "the manifest is no regular file", false);
    } else if (entry.size() > most) {
      refuse(
          entry.name(),
          "the manifest is %s bytes long; at most %s are read".formatted(entry.size(), most),
          true);
    } else {
      Optional<byte[]> read = content.bytes(most);
      // Where the archive ends early a fault tells of it.
      if (read.isPresent()) {
        bytes = read.get();
        ManifestText text = ManifestText.of(bytes, limits);
        manifest = text.image();
        if (manifest.isEmpty()) {
          refuse(entry.name(), text.refusal(), text.limit());
        }
      }
    }
  }

  @Override
  public void fault(ArchiveFault fault) {
    if (!fault.kind().isHarmless()) {
      refuse(fault.entry(), fault.message(), fault.kind().isLimit());
    }
  }

  /** A reason not to take it. */
  void refuse(Octets entry, String message, boolean limit) {
    if (refusals.size() < MOST_REFUSALS) {
      refusals.add(new Addition.Refusal(entry, message, limit));
    }
  }

  /** The bytes of the manifest, behind the pass. */
  byte[] manifestBytes() {
    return bytes.clone();
  }

  /** The manifest, behind the pass; if there is none there are reasons to refuse. */
  Optional<Json.Obj> manifest() {
    return manifest;
  }

  /** Why not, behind the pass. */
  List<Addition.Refusal> refusals(boolean complete) {
    if (refusals.isEmpty() && !found) {
      refuse(Octets.EMPTY, "there is no manifest in it", false);
    }
    if (refusals.isEmpty() && !complete) {
      refuse(Octets.EMPTY, "it cannot be read to its end", false);
    }
    return List.copyOf(refusals);
  }
}
