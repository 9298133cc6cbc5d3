package org.appctoolkit.dependency;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.Device;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.Format;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.archive.TarDialect;
import org.appctoolkit.image.EntryPath;
import org.appctoolkit.image.ImageTree;

/** Reads the images of a rendering and hands out what is there in the end, each path once. */
final class RenderedSource implements ImageSource {
  /** How many directories are put into order at a time, which bounds the memory it takes. */
  private static final int AT_ONCE = 1 << 15;

  private final Rendering rendering;
  private final byte[] manifest;
  private final boolean ordered;

  /**
   * What is read of a rendering.
   *
   * @param manifest the content of the manifest
   * @param ordered whether all directories come first, each before what is in it
   */
  RenderedSource(Rendering rendering, byte[] manifest, boolean ordered) {
    this.rendering = rendering;
    this.manifest = manifest.clone();
    this.ordered = ordered;
  }

  @Override
  public String name() {
    return rendering.assembly().root().source().name();
  }

  @Override
  public ArchiveSummary read(
      ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor)
      throws IOException {
    Pass pass = new Pass(limits, visitor);
    pass.run();
    return new ArchiveSummary(
        Format.LAYOUT,
        Compression.NONE,
        Set.of(),
        List.of(),
        0,
        pass.bytes,
        pass.entries,
        pass.faults,
        pass.complete);
  }

  private final class Pass {
    private final ArchiveLimits limits;
    private final ArchiveVisitor visitor;
    private final RenderedTree rendered = rendering.rendered();
    private final ImageTree tree = rendered.tree();
    private long bytes;
    private long entries;
    private long faults;
    private boolean complete = true;

    Pass(ArchiveLimits limits, ArchiveVisitor visitor) {
      this.limits = limits;
      this.visitor = visitor;
    }

    void run() throws IOException {
      go(manifest(), new ByteArrayInputStream(manifest));
      if (ordered) {
        orderedDirectories();
      } else {
        for (int node = 1; complete && node < tree.size(); node++) {
          if (rendered.keeps(node) && rendered.pass(node) == RenderedTree.NO_PASS) {
            go(RenderedTree.directoryEntry(tree.path(node)), InputStream.nullInputStream());
          }
        }
      }
      for (int image = 0; complete && image < rendering.layers().size(); image++) {
        BitSet own = rendering.own(image);
        if (!own.isEmpty()) {
          read(image, new Selection(image, own));
        }
      }
    }

    private Entry manifest() {
      return new Entry(
          Octets.of("manifest"),
          EntryType.FILE,
          0644,
          RenderedTree.directoryEntry(Octets.EMPTY).user(),
          RenderedTree.directoryEntry(Octets.EMPTY).group(),
          RenderedTree.directoryEntry(Octets.EMPTY).modified(),
          manifest.length,
          Octets.EMPTY,
          Device.NONE,
          List.of(),
          Map.of(),
          TarDialect.PAX,
          0,
          0);
    }

    private void read(int image, ArchiveVisitor selection) throws IOException {
      ArchiveSummary summary =
          rendering.assembly().images().get(image).source().read(limits, Set.of(), selection);
      complete &= summary.complete();
    }

    private ArchiveVisitor.Next go(Entry entry, InputStream content) throws IOException {
      entries++;
      bytes += entry.size();
      ArchiveVisitor.Next next = visitor.entry(entry, EntryContent.of(content, entry.size()));
      complete &= next == ArchiveVisitor.Next.CONTINUE;
      return next;
    }

    /** Hands out all directories; nodes are numbered so that one comes before what is in it. */
    private void orderedDirectories() throws IOException {
      int next = 1;
      while (complete && next < tree.size()) {
        Map<Integer, Entry> found = new TreeMap<>();
        int end = next;
        for (; end < tree.size() && found.size() < AT_ONCE; end++) {
          if (rendered.keeps(end) && tree.isDirectory(end)) {
            found.put(end, RenderedTree.directoryEntry(tree.path(end)));
          }
        }
        for (int image = 0; complete && image < rendering.layers().size(); image++) {
          read(image, new Directories(image, next, end, found));
        }
        for (Entry entry : found.values()) {
          if (complete) {
            go(entry, InputStream.nullInputStream());
          }
        }
        next = end;
      }
    }

    private void fault(ArchiveFault fault) {
      faults++;
      visitor.fault(fault);
    }

    /** Whether the entry of a node of an image is that of a node of the rendered tree. */
    private boolean isFrom(int image, int own, int node) {
      return node != ImageTree.NONE
          && rendered.keeps(node)
          && rendered.pass(node) != RenderedTree.NO_PASS
          && rendering.assembly().passes().get(rendered.pass(node)).image() == image
          && rendered.node(node) == own;
    }

    /** Gathers the entries of directories. */
    private final class Directories implements ArchiveVisitor {
      private final int image;
      private final int first;
      private final int end;
      private final Map<Integer, Entry> found;

      Directories(int image, int first, int end, Map<Integer, Entry> found) {
        this.image = image;
        this.first = first;
        this.end = end;
        this.found = found;
      }

      @Override
      public Next entry(Entry entry, EntryContent content) {
        if (entry.type() == EntryType.DIRECTORY) {
          EntryPath path = EntryPath.of(entry.name());
          int node = tree.spot(path).node();
          if (node >= first
              && node < end
              && isFrom(image, rendering.layers().get(image).tree().spot(path).node(), node)) {
            found.put(node, entry.named(tree.path(node)));
          }
        }
        return Next.CONTINUE;
      }

      @Override
      public void fault(ArchiveFault fault) {
        Pass.this.fault(fault);
      }
    }

    /** Hands out what is there in the end of one image. */
    private final class Selection implements ArchiveVisitor {
      private final int image;
      private final BitSet own;
      private final ImageTree layer;

      Selection(int image, BitSet own) {
        this.image = image;
        this.own = own;
        this.layer = rendering.layers().get(image).tree();
      }

      @Override
      public void fault(ArchiveFault fault) {
        Pass.this.fault(fault);
      }

      @Override
      public Next entry(Entry entry, EntryContent content) throws IOException {
        EntryPath path = EntryPath.of(entry.name());
        if (!path.beginsWith("rootfs")) {
          return Next.CONTINUE;
        }
        int node = layer.spot(path).node();
        if (node == ImageTree.NONE || !own.get(node)) {
          return Next.CONTINUE;
        }
        Next next = Next.CONTINUE;
        int there = tree.spot(path).node();
        if (entry.type() == EntryType.FILE) {
          int place = rendered.place(image, node);
          if (place != ImageTree.NONE) {
            next = go(entry.named(tree.path(place)), content);
          }
          if (next == Next.CONTINUE && there != place && isFrom(image, node, there)) {
            next = link(entry, there, place);
          }
        } else if (isFrom(image, node, there)) {
          if (entry.type() == EntryType.HARD_LINK) {
            next = link(entry, there, rendered.place(image, layer.file(node)));
          } else if (!ordered || entry.type() != EntryType.DIRECTORY) {
            next = go(entry.named(tree.path(there)), content);
          }
        }
        return next;
      }

      private Next link(Entry entry, int node, int file) throws IOException {
        return go(
            entry.named(tree.path(node)).linkTo(tree.path(file)), InputStream.nullInputStream());
      }
    }
  }
}
