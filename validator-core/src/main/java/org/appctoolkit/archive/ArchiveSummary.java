package org.appctoolkit.archive;

import java.util.List;
import java.util.Set;

/**
 * What one pass over an archive has found out.
 *
 * @param format what it holds, behind the compression
 * @param compression how it is compressed
 * @param dialects the forms of tar that its entries are written in
 * @param imageIds one per algorithm asked for, in the order of {@link ImageId.Algorithm}; empty
 *     unless it is a tar and every byte of it was read to the end of the stream, undamaged
 * @param compressedBytes length of what was read of the stream itself
 * @param uncompressedBytes length of what was read of it uncompressed
 * @param entries how many entries were handed to the visitor
 * @param faults how many faults were handed to the visitor
 * @param complete whether every entry of the tar was seen and the stream was read to its end,
 *     undamaged; there may be faults all the same
 */
public record ArchiveSummary(
    Format format,
    Compression compression,
    Set<TarDialect> dialects,
    List<ImageId> imageIds,
    long compressedBytes,
    long uncompressedBytes,
    long entries,
    long faults,
    boolean complete) {
  /** Copies the collections. */
  public ArchiveSummary {
    dialects = Set.copyOf(dialects);
    imageIds = List.copyOf(imageIds);
  }

  /** The same as if only these of the algorithms had been asked for. */
  public ArchiveSummary of(Set<ImageId.Algorithm> algorithms) {
    return new ArchiveSummary(
        format,
        compression,
        dialects,
        imageIds.stream().filter(it -> algorithms.contains(it.algorithm())).toList(),
        compressedBytes,
        uncompressedBytes,
        entries,
        faults,
        complete);
  }
}
