package org.appctoolkit.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.appctoolkit.archive.ArchiveFault.Kind;

/**
 * Everything that came out of one pass.
 *
 * @param contents those of the entries, as far as they were there
 */
record Reading(
    ArchiveSummary summary, List<Entry> entries, List<byte[]> contents, List<ArchiveFault> faults) {
  static Reading of(byte[] archive) {
    return of(archive, ArchiveLimits.DEFAULT);
  }

  static Reading of(byte[] archive, ArchiveLimits limits) {
    try {
      return of(new ByteArrayInputStream(archive), limits);
    } catch (IOException e) {
      throw new UncheckedIOException("no stream has thrown this", e);
    }
  }

  static Reading of(InputStream stream, ArchiveLimits limits) throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    List<ArchiveFault> faults = new ArrayList<>();
    ArchiveVisitor visitor =
        new ArchiveVisitor() {
          @Override
          public Next entry(Entry entry, EntryContent content) throws IOException {
            entries.add(entry);
            contents.add(content.readAllBytes());
            return Next.CONTINUE;
          }

          @Override
          public void fault(ArchiveFault fault) {
            faults.add(fault);
          }
        };
    ArchiveSummary summary =
        ImageArchive.read(stream, limits, EnumSet.allOf(ImageId.Algorithm.class), visitor);
    return new Reading(summary, entries, contents, faults);
  }

  List<Kind> kinds() {
    return faults.stream().map(ArchiveFault::kind).toList();
  }

  List<String> names() {
    return entries.stream().map(entry -> entry.name().text()).toList();
  }

  Entry only() {
    if (entries.size() != 1) {
      throw new AssertionError(entries.size() + " entries: " + names() + ", " + faults);
    }
    return entries.get(0);
  }
}
