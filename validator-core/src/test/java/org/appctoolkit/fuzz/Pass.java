package org.appctoolkit.fuzz;

import static org.appctoolkit.fuzz.Contract.holds;
import static org.appctoolkit.fuzz.Contract.isSafeMessage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveFault.Kind;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.Format;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageId;

/**
 * All that came out of reading an archive once.
 *
 * @param contents those of the entries; none if they were not to be read
 */
record Pass(
    ArchiveSummary summary, List<Entry> entries, List<byte[]> contents, List<ArchiveFault> faults) {
  /** Enough for nearly all inputs, and little enough for reading many of them. */
  static final ArchiveLimits ROOMY =
      ArchiveLimits.DEFAULT.withUncompressedBytes(1 << 20).withEntries(1000).withXzBytes(4 << 20);

  /** So little that inputs of a few kilobytes reach each of them. */
  static final ArchiveLimits TIGHT = new ArchiveLimits(6000, 3, 250, 101, 2000, 1 << 20, 300 << 10);

  private static final int BLOCK = 512;
  private static final int MOST_MODE = 0177777;

  /**
   * Reads the bytes in all ways that make no difference, and asserts that they make none and that
   * whatever is to hold of any bytes holds.
   *
   * @return what came out under {@link #ROOMY}
   */
  static Pass ofAnyBytes(byte[] archive) {
    Pass pass = of(new ByteArrayInputStream(archive), ROOMY, true);
    pass.check(ROOMY);
    holds(pass.summary.compressedBytes() <= archive.length, "more was read than there is");

    Pass dribbled = of(new Dribble(archive), ROOMY, false);
    holds(dribbled.entries.equals(pass.entries), "%s, dribbled %s", pass, dribbled);
    holds(
        dribbled.summary.uncompressedBytes() == pass.summary.uncompressedBytes(),
        "%s, dribbled %s",
        pass,
        dribbled);
    // How far the input was read when it ends early depends on how much of it arrives at once.
    if (!pass.isCut()) {
      holds(dribbled.summary.equals(pass.summary), "%s, dribbled %s", pass, dribbled);
      holds(dribbled.faults.equals(pass.faults), "%s, dribbled %s", pass, dribbled);
    }

    Pass limited = of(new ByteArrayInputStream(archive), TIGHT, true);
    limited.check(TIGHT);
    int fewer = limited.entries.size();
    holds(
        fewer <= pass.entries.size() && limited.entries.equals(pass.entries.subList(0, fewer)),
        "%s, limited %s",
        pass,
        limited);
    return pass;
  }

  private static Pass of(InputStream stream, ArchiveLimits limits, boolean contentsToo) {
    List<Entry> entries = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    List<ArchiveFault> faults = new ArrayList<>();
    ArchiveVisitor visitor =
        new ArchiveVisitor() {
          @Override
          public Next entry(Entry entry, EntryContent content) throws IOException {
            entries.add(entry);
            if (contentsToo) {
              contents.add(content.readAllBytes());
            }
            return Next.CONTINUE;
          }

          @Override
          public void fault(ArchiveFault fault) {
            faults.add(fault);
          }
        };
    try {
      ArchiveSummary summary =
          ImageArchive.read(stream, limits, EnumSet.allOf(ImageId.Algorithm.class), visitor);
      return new Pass(summary, entries, contents, faults);
    } catch (IOException e) {
      throw new AssertionError("neither the stream nor the visitor has thrown this", e);
    }
  }

  /** Whether reading ended at a limit or at damaged compression. */
  private boolean isCut() {
    return faults.stream()
        .map(ArchiveFault::kind)
        .anyMatch(kind -> kind.isLimit() || kind == Kind.DAMAGED_COMPRESSION);
  }

  /** Asserts that the image IDs, if there are any, are those of these uncompressed bytes. */
  void hasIdsOf(byte[] tar) {
    for (ImageId id : summary.imageIds()) {
      String expected = id.algorithm().prefix() + '-' + digest(id.algorithm(), tar);
      holds(id.toString().equals(expected), "%s instead of %s", id, expected);
    }
  }

  /** Asserts that the contents are where the headers say, in these uncompressed bytes. */
  void hasContentsOf(byte[] tar) {
    for (int i = 0; i < contents.size(); i++) {
      Entry entry = entries.get(i);
      byte[] content = contents.get(i);
      int from = (int) entry.headerOffset() + BLOCK;
      holds(
          Arrays.equals(content, 0, content.length, tar, from, from + content.length),
          "other content: %s",
          entry);
    }
  }

  private void check(ArchiveLimits limits) {
    holds(summary.entries() == entries.size(), "%d entries: %s", entries.size(), this);
    holds(summary.faults() == faults.size(), "%d faults: %s", faults.size(), this);
    holds(summary.entries() <= limits.entries(), "too many entries: %s", this);
    holds(summary.uncompressedBytes() <= limits.uncompressedBytes(), "too long: %s", this);
    boolean identified = !summary.imageIds().isEmpty();
    boolean limited = faults.stream().anyMatch(fault -> fault.kind().isLimit());
    holds(!identified || summary.imageIds().size() == 2, "one ID is missing: %s", this);
    holds(!identified || summary.format() == Format.TAR, "an ID of no tar: %s", this);
    holds(!identified || !limited, "an ID of what was not read: %s", this);
    holds(!summary.complete() || identified, "complete, but without ID: %s", this);
    holds(summary.complete() || !faults.isEmpty(), "incomplete for no reason: %s", this);
    long end = 0;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      checkEntry(entry, limits);
      holds(end >= 0 && entry.start() >= end, "entries overlap at %d: %s", entry.start(), this);
      end = entry.headerOffset() + BLOCK + entry.size();
      holds(
          contents.get(i).length == (isKept(entry) ? Math.min(entry.size(), rest(entry)) : 0),
          "%d bytes of content: %s",
          contents.get(i).length,
          entry);
    }
    holds(!summary.complete() || end <= summary.uncompressedBytes(), "cut: %s", this);
    for (ArchiveFault fault : faults) {
      isSafeMessage(fault.message());
      Contract.isSafe(fault.entry().toString());
      holds(
          fault.headerOffset() >= 0 && fault.headerOffset() <= summary.uncompressedBytes(),
          "a fault is nowhere: %s",
          fault);
    }
  }

  private void checkEntry(Entry entry, ArchiveLimits limits) {
    holds(entry.name().length() <= limits.nameBytes(), "a long name: %s", entry);
    holds(entry.linkName().length() <= limits.nameBytes(), "a long link: %s", entry);
    holds(entry.size() >= 0 && entry.user().id() >= 0 && entry.group().id() >= 0, "%s", entry);
    holds(entry.mode() >= 0 && entry.mode() <= MOST_MODE, "an odd mode: %s", entry);
    holds(entry.start() % BLOCK == 0 && entry.headerOffset() % BLOCK == 0, "misaligned: %s", entry);
    holds(
        entry.start() <= entry.headerOffset()
            && entry.headerOffset() + BLOCK <= summary.uncompressedBytes(),
        "outside of the archive: %s",
        entry);
    Contract.isSafe(entry.name().toString());
  }

  private static boolean isKept(Entry entry) {
    return entry.type() != EntryType.SPARSE_FILE;
  }

  /** How many bytes there are behind a header. */
  private long rest(Entry entry) {
    return summary.uncompressedBytes() - entry.headerOffset() - BLOCK;
  }

  private static String digest(ImageId.Algorithm algorithm, byte[] bytes) {
    String name = algorithm == ImageId.Algorithm.SHA512 ? "SHA-512" : "SHA-256";
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has " + name, e);
    }
  }

  /** A stream that gives a few bytes at a time, as pipes do. */
  private static final class Dribble extends ByteArrayInputStream {
    private static final int[] STEPS = {1, 511, 7, 512, 100, 3000};
    private int step;

    Dribble(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      step = (step + 1) % STEPS.length;
      return super.read(target, offset, Math.min(length, STEPS[step]));
    }
  }
}
