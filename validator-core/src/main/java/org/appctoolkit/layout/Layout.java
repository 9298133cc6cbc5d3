package org.appctoolkit.layout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.ArchiveVisitor.Next;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ExtendedAttribute;
import org.appctoolkit.archive.Format;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.archive.Owner;
import org.appctoolkit.archive.TarDialect;

/**
 * An image layout: a directory with a file {@code manifest} and a directory {@code rootfs}.
 *
 * <p>All that it holds is handed out, whether it belongs there or not: the manifest first, then
 * everything in the order of the bytes of its name, the content of a directory right behind it.
 * Names are relative to the layout, and directories have no slash behind theirs. Of several names
 * of one file the first is the file and the others are hard links to it. Owners have numbers only,
 * as their names are those of this machine.
 *
 * <p>Symbolic links are not followed, and only regular files are opened. Everything is looked at
 * relative to open directories, or compared with what is seen there, so that a tree that is changed
 * meanwhile leads nowhere else; a change that is noticed ends the pass with an exception.
 *
 * <p>Of extended attributes the Java platform can see those of users ({@code user.*}) only, and
 * those of files and directories only: capabilities and access control lists are not handed out. A
 * hole in a file is read as zeros.
 *
 * <p>The same layout can be read several times. It needs a file system that can be looked at in
 * this way, as on Linux.
 */
public final class Layout implements ImageSource {
  private static final Octets MANIFEST = Octets.of("manifest");

  private final Path directory;

  /** The layout in that directory, which may be named by a symbolic link to it. */
  public Layout(Path directory) {
    this.directory = directory;
  }

  @Override
  public String name() {
    return directory.toString();
  }

  /**
   * {@inheritDoc}
   *
   * <p>There are no image IDs: they are those of archives. Of the limits those for the number of
   * entries, the length of names and the uncompressed bytes hold, the last for all content
   * together.
   *
   * @throws IOException with the name of the entry, if something cannot be read or is changed
   *     meanwhile; or what the visitor has thrown
   */
  @Override
  public ArchiveSummary read(
      ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor)
      throws IOException {
    Pass pass = new Pass(limits, visitor);
    Path root = directory.toRealPath();
    Next end;
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
      end = pass.directory(secure(stream), root, Octets.EMPTY);
    }
    return new ArchiveSummary(
        Format.LAYOUT,
        Compression.NONE,
        Set.of(),
        List.of(),
        0,
        pass.bytes,
        pass.entries,
        pass.faults,
        end == Next.CONTINUE);
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException("this file system cannot be read without a risk of being led elsewhere");
  }

  /** A name in a directory, and the whole name of its entry. */
  private record Child(Path path, Octets name, Octets entry) {}

  private static final class Pass {
    private final ArchiveLimits limits;
    private final ArchiveVisitor visitor;
    private final Map<Object, Octets> linked = new HashMap<>();
    private final Map<Long, Boolean> withAttributes = new HashMap<>();
    private long listed;
    private long entries;
    private long bytes;
    private long faults;

    Pass(ArchiveLimits limits, ArchiveVisitor visitor) {
      this.limits = limits;
      this.visitor = visitor;
    }

    /** Hands out what a directory holds. */
    Next directory(SecureDirectoryStream<Path> stream, Path path, Octets entry) throws IOException {
      List<Child> children = new ArrayList<>();
      try {
        for (Path found : stream) {
          if (++listed > limits.entries()) {
            return limit(
                ArchiveFault.Kind.TOO_MANY_ENTRIES,
                entry,
                "the layout has more than %d entries".formatted(limits.entries()));
          }
          Path child = Objects.requireNonNull(found.getFileName());
          Octets name = RawNames.of(child);
          children.add(new Child(child, name, below(entry, name)));
        }
      } catch (DirectoryIteratorException e) {
        throw Reasons.about(entry, Objects.requireNonNull(e.getCause()));
      }
      boolean top = entry.isEmpty();
      children.sort(
          Comparator.comparing((Child it) -> !(top && it.name().equals(MANIFEST)))
              .thenComparing(Child::name));
      for (Child child : children) {
        if (child(stream, path.resolve(child.path()), child) == Next.STOP) {
          return Next.STOP;
        }
      }
      return Next.CONTINUE;
    }

    private static Octets below(Octets directory, Octets name) {
      if (directory.isEmpty()) {
        return name;
      }
      byte[] joined = new byte[directory.length() + 1 + name.length()];
      System.arraycopy(directory.bytes(), 0, joined, 0, directory.length());
      joined[directory.length()] = '/';
      System.arraycopy(name.bytes(), 0, joined, directory.length() + 1, name.length());
      return Octets.of(joined);
    }

    private Next limit(ArchiveFault.Kind kind, Octets entry, String message) {
      faults++;
      visitor.fault(new ArchiveFault(kind, entry, 0, message));
      return Next.STOP;
    }

    private Next child(SecureDirectoryStream<Path> parent, Path path, Child child)
        throws IOException {
      if (child.entry().length() > limits.nameBytes()) {
        return limit(
            ArchiveFault.Kind.NAME_TOO_LONG,
            child.entry(),
            "the name is %d bytes long; at most %d are read"
                .formatted(child.entry().length(), limits.nameBytes()));
      }
      FileStatus status = status(parent, path, child);
      return switch (status.type()) {
        case FILE -> file(parent, path, child, status);
        case DIRECTORY -> subdirectory(parent, path, child, status);
        case SYMBOLIC_LINK -> {
          Octets target = target(path, child);
          if (!status.isSameAs(status(parent, path, child))) {
            throw Reasons.changed(child.entry());
          }
          yield handOut(entry(child, status.type(), status, 0, target, List.of()), nothing());
        }
        case OTHER -> {
          Entry entry = entry(child, status.type(), status, 0, Octets.EMPTY, List.of());
          visitor.fault(
              new ArchiveFault(
                  ArchiveFault.Kind.UNKNOWN_TYPE,
                  entry.name(),
                  0,
                  "this is a socket, which a tar cannot hold"));
          yield handOut(entry, nothing());
        }
        case HARD_LINK, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SPARSE_FILE ->
            handOut(entry(child, status.type(), status, 0, Octets.EMPTY, List.of()), nothing());
      };
    }

    /** What only a path can tell, if it is of the file that is in the open directory. */
    private static FileStatus status(SecureDirectoryStream<Path> parent, Path path, Child child)
        throws IOException {
      try {
        FileStatus status = FileStatus.of(path);
        Object key =
            parent
                .getFileAttributeView(
                    child.path(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .fileKey();
        if (!status.key().equals(key)) {
          throw Reasons.changed(child.entry());
        }
        return status;
      } catch (NoSuchFileException e) {
        throw Reasons.changed(child.entry());
      } catch (FileSystemException e) {
        throw Reasons.about(child.entry(), e);
      }
    }

    private Next handOut(Entry entry, EntryContent content) throws IOException {
      entries++;
      return visitor.entry(entry, content);
    }

    private Next subdirectory(
        SecureDirectoryStream<Path> parent, Path path, Child child, FileStatus status)
        throws IOException {
      List<ExtendedAttribute> attributes = attributes(path, child, status);
      Entry entry = entry(child, status.type(), status, 0, Octets.EMPTY, attributes);
      if (handOut(entry, nothing()) == Next.STOP) {
        return Next.STOP;
      }
      try (SecureDirectoryStream<Path> stream = open(parent, child)) {
        return directory(stream, path, child.entry());
      }
    }

    private static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> parent, Child child)
        throws IOException {
      try {
        return parent.newDirectoryStream(child.path(), LinkOption.NOFOLLOW_LINKS);
      } catch (IOException e) {
        throw Reasons.about(child.entry(), e);
      }
    }

    private Next file(SecureDirectoryStream<Path> parent, Path path, Child child, FileStatus status)
        throws IOException {
      if (status.links() > 1) {
        Octets first = linked.putIfAbsent(status.key(), child.entry());
        if (first != null) {
          Entry link = entry(child, EntryType.HARD_LINK, status, 0, first, List.of());
          return handOut(link, nothing());
        }
      }
      if (status.size() > limits.uncompressedBytes() - bytes) {
        return limit(
            ArchiveFault.Kind.TOO_LONG,
            child.entry(),
            "the content of the layout is longer than %d bytes"
                .formatted(limits.uncompressedBytes()));
      }
      bytes += status.size();
      List<ExtendedAttribute> attributes = attributes(path, child, status);
      try (SeekableByteChannel channel = channel(parent, child)) {
        FileContent content = new FileContent(channel, child.entry(), status.size());
        content.check();
        Next next =
            handOut(
                entry(child, EntryType.FILE, status, status.size(), Octets.EMPTY, attributes),
                EntryContent.of(content, status.size()));
        if (content.position() > 0) {
          content.check();
          if (!status.isSameAs(status(parent, path, child))) {
            throw Reasons.changed(child.entry());
          }
        }
        return next;
      }
    }

    private static SeekableByteChannel channel(SecureDirectoryStream<Path> parent, Child child)
        throws IOException {
      try {
        return parent.newByteChannel(
            child.path(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      } catch (NoSuchFileException e) {
        throw Reasons.changed(child.entry());
      } catch (IOException e) {
        throw Reasons.about(child.entry(), e);
      }
    }

    private static Octets target(Path path, Child child) throws IOException {
      try {
        return RawNames.of(Files.readSymbolicLink(path));
      } catch (IOException e) {
        throw Reasons.about(child.entry(), e);
      }
    }

    /** Those that can be seen, in the order of their names. */
    private List<ExtendedAttribute> attributes(Path path, Child child, FileStatus status)
        throws IOException {
      if (!withAttributes.getOrDefault(status.fileSystem(), true)) {
        return List.of();
      }
      UserDefinedFileAttributeView view =
          Files.getFileAttributeView(
              path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      List<ExtendedAttribute> attributes = new ArrayList<>();
      try {
        for (String name : view.list()) {
          ByteBuffer value = ByteBuffer.allocate(view.size(name));
          view.read(name, value);
          byte[] read = new byte[value.flip().remaining()];
          value.get(read);
          attributes.add(new ExtendedAttribute(Octets.of("user." + name), Octets.of(read)));
        }
      } catch (IOException e) {
        if (!Files.getFileStore(path).supportsFileAttributeView("user")) {
          withAttributes.put(status.fileSystem(), false);
          return List.of();
        }
        throw Reasons.about(child.entry(), e);
      }
      attributes.sort(Comparator.comparing(ExtendedAttribute::name));
      return attributes;
    }

    private static EntryContent nothing() {
      return EntryContent.of(InputStream.nullInputStream(), 0);
    }

    private static Entry entry(
        Child child,
        EntryType type,
        FileStatus status,
        long size,
        Octets linkName,
        List<ExtendedAttribute> attributes) {
      return new Entry(
          child.entry(),
          type,
          status.permissions(),
          new Owner(status.uid(), Octets.EMPTY),
          new Owner(status.gid(), Octets.EMPTY),
          status.modified(),
          size,
          linkName,
          status.device(),
          attributes,
          Map.of(),
          TarDialect.PAX,
          0,
          0);
    }
  }
}
