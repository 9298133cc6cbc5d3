package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.image.EntryPath;

/**
 * What stands at the top of an image: a manifest and a rootfs, and nothing else.
 *
 * <p>Rendering takes what is in the rootfs and leaves the rest alone; this tells what is no image
 * by the text (aci.md, image archives).
 */
final class TopLevel implements ArchiveVisitor {
  private Optional<String> other = Optional.empty();
  private boolean rootfs;

  private TopLevel() {}

  /**
   * What is wrong with the top level of an image; empty if nothing is.
   *
   * @throws IOException what reading it has thrown
   */
  static Optional<String> mistake(ImageSource image, ArchiveLimits limits) throws IOException {
    TopLevel seen = new TopLevel();
    image.read(limits, Set.of(), seen);
    if (seen.other.isPresent()) {
      return seen.other.map("%s is neither the manifest nor in the rootfs"::formatted);
    }
    return seen.rootfs ? Optional.empty() : Optional.of("there is no rootfs");
  }

  @Override
  public Next entry(Entry entry, EntryContent content) {
    EntryPath path = EntryPath.of(entry.name());
    // What climbs is refused by extraction, with a reason of its own.
    boolean within = path.beginsWith("rootfs") || path.climbs() || path.depth() == 0;
    rootfs |= path.beginsWith("rootfs");
    if (!within && !path.is("manifest")) {
      other = Optional.of(entry.name().toString());
      return Next.STOP;
    }
    return Next.CONTINUE;
  }

  @Override
  public void fault(ArchiveFault fault) {
    // Rendering reads it again, and tells.
  }
}
