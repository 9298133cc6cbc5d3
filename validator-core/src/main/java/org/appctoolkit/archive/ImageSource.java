package org.appctoolkit.archive;

import java.io.IOException;
import java.util.Set;

/** An image that can be read once from its first entry to its last: an archive or a layout. */
public interface ImageSource {
  /** What messages call it. */
  String name();

  /**
   * Reads it, and computes image IDs where there are any.
   *
   * @throws IOException what made reading impossible, or what the visitor has thrown
   */
  ArchiveSummary read(
      ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor)
      throws IOException;
}
