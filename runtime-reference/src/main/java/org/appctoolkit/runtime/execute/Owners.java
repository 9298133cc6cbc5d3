package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;

/**
 * Whom the files of a tree belong to in the image, where they could not be given to them.
 *
 * @param byPath of those that do not belong to root: where they are, as an app sees it
 */
record Owners(Map<String, Owner> byPath) {
  /** A user and a group by their numbers. */
  record Owner(long uid, long gid) {}

  /** The most that is read back, in bytes. */
  private static final int MOST_BYTES = 256 << 20;

  private static final String ROOTFS = "rootfs";
  private static final Owner ROOT = new Owner(0, 0);

  /** Copies the owners. */
  Owners {
    byPath = Map.copyOf(byPath);
  }

  /** Whom a path belongs to that leads over no link. */
  Owner of(String path) {
    return byPath.getOrDefault(path, ROOT);
  }

  static Owners read(Path file) throws IOException {
    Map<String, Owner> owners = new HashMap<>();
    String text = SmallFile.read(file, MOST_BYTES).orElse("");
    for (List<String> line : StatusFile.parse(text).lines()) {
      if (line.size() == 3) {
        owners.put(
            line.get(2), new Owner(Long.parseLong(line.get(0)), Long.parseLong(line.get(1))));
      }
    }
    return new Owners(owners);
  }

  /** An image that notes whom its files belong to while it is read. */
  static final class Noting implements ImageSource {
    private final ImageSource source;
    private final List<List<String>> lines = new ArrayList<>();

    Noting(ImageSource source) {
      this.source = source;
    }

    /** What was noted, to be read by {@link Owners#read}. */
    String text() {
      return new StatusFile(lines).text();
    }

    @Override
    public String name() {
      return source.name();
    }

    @Override
    public ArchiveSummary read(
        ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor)
        throws IOException {
      return source.read(
          limits,
          algorithms,
          new ArchiveVisitor() {
            @Override
            public Next entry(Entry entry, EntryContent content) throws IOException {
              note(entry);
              return visitor.entry(entry, content);
            }

            @Override
            public void fault(ArchiveFault fault) {
              visitor.fault(fault);
            }
          });
    }

    private void note(Entry entry) {
      String name = entry.name().text();
      if (name.startsWith(ROOTFS) && (entry.user().id() != 0 || entry.group().id() != 0)) {
        String path = name.substring(ROOTFS.length());
        String shown = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        lines.add(
            List.of(
                Long.toString(entry.user().id()),
                Long.toString(entry.group().id()),
                shown.isEmpty() ? "/" : shown));
      }
    }
  }
}
