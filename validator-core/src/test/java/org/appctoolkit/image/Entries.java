package org.appctoolkit.image;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.appctoolkit.archive.Device;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.archive.Owner;
import org.appctoolkit.archive.TarDialect;

/** Entries for tests, of which only name, type, mode, target and offset matter. */
final class Entries {
  private static final Owner ROOT = new Owner(0, Octets.EMPTY);

  private Entries() {}

  static Entry of(String name, EntryType type, int mode, String link, long headerOffset) {
    return new Entry(
        Octets.of(name),
        type,
        mode,
        ROOT,
        ROOT,
        Instant.EPOCH,
        0,
        Octets.of(link),
        Device.NONE,
        List.of(),
        Map.of(),
        TarDialect.USTAR,
        headerOffset,
        headerOffset);
  }

  static Entry file(String name) {
    return of(name, EntryType.FILE, 0644, "", 0);
  }

  static Entry link(String name, String target) {
    return of(name, EntryType.SYMBOLIC_LINK, 0777, target, 0);
  }

  static Entry directory(String name) {
    return of(name, EntryType.DIRECTORY, 0755, "", 0);
  }

  /** Adds it as an image would that is read. */
  static boolean add(ImageTree tree, Entry entry) {
    Arrival arrival = Arrival.of(entry, tree);
    return tree.add(arrival.path(), arrival.spot(), entry, Machine.NONE, arrival.hardLinkTarget());
  }

  static ImageTree tree(Entry... entries) {
    ImageTree tree = new ImageTree(1 << 20);
    for (Entry entry : entries) {
      add(tree, entry);
    }
    return tree;
  }

  static int node(ImageTree tree, String path) {
    return tree.spot(EntryPath.of(path)).node();
  }
}
