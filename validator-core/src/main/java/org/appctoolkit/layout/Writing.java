package org.appctoolkit.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ExtendedAttribute;
import org.appctoolkit.archive.Octets;

/**
 * Writes the entries of an image into an empty directory in which nobody else writes.
 *
 * <p>As nobody does, what the file system tells of a path is what an earlier entry has made there.
 */
final class Writing implements ArchiveVisitor {
  private static final String ROOTFS = "rootfs";

  private static final int PIECE = 1 << 16;
  private static final int SET_ID = 06000;
  private static final long LARGEST_ID = 0xFFFFFFFEL;
  private static final String USER = "user.";
  private static final String TWICE = "the image has something of this name already";

  private final Path root;
  private final Extraction.Options options;
  private final List<ArchiveFault> faults = new ArrayList<>();
  private final List<ArchiveFault> harmless = new ArrayList<>();
  private final List<Extraction.Remark> refusals = new ArrayList<>();
  private final List<Extraction.Remark> omissions = new ArrayList<>();
  private final List<Directory> directories = new ArrayList<>();
  private final Set<Path> named = new HashSet<>();
  private final byte[] piece = new byte[PIECE];

  /** A directory that is there: most entries stand in that of the one before. */
  private List<Octets> recent = List.of();

  private Path recentPath;
  private boolean faulty;
  private long refused;
  private long omitted;

  Writing(Path root, Extraction.Options options) {
    this.root = root;
    this.recentPath = root;
    this.options = options;
  }

  /** A directory that an entry has named; it gets what the entry tells of it at the end. */
  private record Directory(Path path, Entry entry) {}

  /** Why an entry cannot be extracted safely. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    RefusedException(String reason) {
      super(reason);
      this.reason = reason;
    }
  }

  Extraction.Outcome outcome(ArchiveSummary summary) {
    List<ArchiveFault> all = new ArrayList<>(faults);
    all.addAll(harmless);
    return new Extraction.Outcome(summary, all, refusals, omissions, refused, omitted);
  }

  @Override
  public void fault(ArchiveFault fault) {
    faulty |= !fault.kind().isHarmless();
    List<ArchiveFault> kept = fault.kind().isHarmless() ? harmless : faults;
    if (kept.size() < Extraction.MOST_REMARKS) {
      kept.add(fault);
    }
  }

  @Override
  public Next entry(Entry entry, EntryContent content) throws IOException {
    // From the first mistake on it is only of interest what else is wrong.
    if (!faulty) {
      try {
        extract(entry, content, refused == 0);
      } catch (RefusedException e) {
        refused++;
        refusals.add(new Extraction.Remark(entry.name(), e.reason));
      } catch (FileSystemException e) {
        throw Reasons.about(entry.name(), e);
      }
    }
    return refusals.size() < Extraction.MOST_REMARKS ? Next.CONTINUE : Next.STOP;
  }

  /** Gives the directories what their entries tell of them. */
  void finish() throws IOException {
    // Those that lie in others come first, so that none is closed before, whatever their order was.
    directories.sort(
        Comparator.comparingInt((Directory it) -> it.path().getNameCount()).reversed());
    for (Directory directory : directories) {
      try {
        setAttributes(directory.path(), directory.entry(), LinkOption.NOFOLLOW_LINKS);
      } catch (FileSystemException e) {
        throw Reasons.about(directory.entry().name(), e);
      }
    }
  }

  private void extract(Entry entry, EntryContent content, boolean written)
      throws IOException, RefusedException {
    List<Octets> segments = segments(entry.name(), "its name");
    checkOwners(entry);
    if (segments.isEmpty()) {
      if (entry.type() != EntryType.DIRECTORY) {
        throw new RefusedException("this is the place of the image itself, and no directory");
      }
      return;
    }
    checkTopLevel(segments, entry);
    if (!written) {
      return;
    }
    Path path = below(segments, true);
    if (entry.type() == EntryType.FILE) {
      file(path, entry, content);
      return;
    }
    Optional<FileStatus> there = status(path);
    boolean directory = entry.type() == EntryType.DIRECTORY;
    boolean implied =
        there.filter(it -> it.type() == EntryType.DIRECTORY).isPresent() && !named.contains(path);
    if (there.isPresent() && !(directory && implied)) {
      throw new RefusedException(TWICE);
    }
    switch (entry.type()) {
      case FILE -> throw new IllegalStateException("written above");
      case DIRECTORY -> directory(path, entry, implied);
      case HARD_LINK -> hardLink(path, entry);
      case SYMBOLIC_LINK -> symbolicLink(path, entry);
      case CHARACTER_DEVICE -> omit(entry, "a character device is left out");
      case BLOCK_DEVICE -> omit(entry, "a block device is left out");
      case FIFO -> omit(entry, "a FIFO is left out");
      case SPARSE_FILE, OTHER -> omit(entry, "what is no file, directory or link is left out");
    }
  }

  /** What a layout is known by is not left to links, which lead to files of the machine. */
  private static void checkTopLevel(List<Octets> segments, Entry entry) throws RefusedException {
    String top = segments.get(0).text();
    if (segments.size() == 1 && top.equals("manifest") && entry.type() != EntryType.FILE) {
      throw new RefusedException("the manifest of an image is a regular file");
    }
    if (segments.size() == 1 && top.equals(ROOTFS) && entry.type() != EntryType.DIRECTORY) {
      throw new RefusedException("the rootfs of an image is a directory");
    }
    if (top.equals(ROOTFS) && entry.type() == EntryType.HARD_LINK) {
      List<Octets> target = segments(entry.linkName(), "its target");
      if (target.isEmpty() || !target.get(0).text().equals(ROOTFS)) {
        throw new RefusedException("a hard link of the rootfs leads to a file of the rootfs");
      }
    }
  }

  private void omit(Entry entry, String message) {
    omitted++;
    if (omissions.size() < Extraction.MOST_REMARKS) {
      omissions.add(new Extraction.Remark(entry.name(), message));
    }
  }

  // --- places

  /** What is between the slashes, without dots that mean nothing. */
  private static List<Octets> segments(Octets name, String what) throws RefusedException {
    if (name.isEmpty() || name.contains(0)) {
      throw new RefusedException(what + " is empty or has a NUL in it");
    }
    if (name.byteAt(0) == '/') {
      throw new RefusedException(what + " is absolute; it has to be relative to the image");
    }
    List<Octets> segments = new ArrayList<>();
    byte[] bytes = name.bytes();
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '/') {
        Octets segment = Octets.of(Arrays.copyOfRange(bytes, start, i));
        start = i + 1;
        if (segment.equals(Octets.of(".."))) {
          throw new RefusedException(what + " has .. in it, which may lead out of the image");
        }
        if (!segment.isEmpty() && !segment.equals(Octets.of("."))) {
          segments.add(segment);
        }
      }
    }
    return segments;
  }

  /** The path of a name, of which all but the last segment are directories in the end. */
  private Path below(List<Octets> segments, boolean create) throws IOException, RefusedException {
    List<Octets> parents = segments.subList(0, segments.size() - 1);
    Octets last = segments.get(segments.size() - 1);
    if (parents.equals(recent)) {
      return recentPath.resolve(RawNames.path(last));
    }
    Path path = root;
    for (Octets segment : parents) {
      path = path.resolve(RawNames.path(segment));
      Optional<FileStatus> status = status(path);
      if (status.isEmpty()) {
        if (!create) {
          throw new RefusedException("it links to what the image does not have up to here");
        }
        Files.createDirectory(path);
      } else if (status.get().type() != EntryType.DIRECTORY) {
        throw new RefusedException(
            "it leads through %s, which is no directory"
                .formatted(RawNames.of(root.relativize(path))));
      }
    }
    // Nothing that is there is replaced, so a directory stays one.
    recent = List.copyOf(parents);
    recentPath = path;
    return path.resolve(RawNames.path(last));
  }

  private static Optional<FileStatus> status(Path path) throws IOException {
    try {
      return Optional.of(FileStatus.of(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  // --- entries

  private void file(Path path, Entry entry, EntryContent content)
      throws IOException, RefusedException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      for (int count = content.read(piece); count > 0; count = content.read(piece)) {
        write(channel, ByteBuffer.wrap(piece, 0, count), entry);
      }
    } catch (FileAlreadyExistsException e) {
      throw new RefusedException(TWICE);
    }
    // It was just made where nobody else writes, so there is no link to be followed.
    setAttributes(path, entry);
  }

  private static void write(SeekableByteChannel channel, ByteBuffer bytes, Entry entry)
      throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw Reasons.about(entry.name(), e);
    }
  }

  private void directory(Path path, Entry entry, boolean exists) throws IOException {
    if (!exists) {
      Files.createDirectory(path);
    }
    named.add(path);
    directories.add(new Directory(path, entry));
  }

  private void hardLink(Path path, Entry entry) throws IOException, RefusedException {
    List<Octets> segments = segments(entry.linkName(), "the name it links to");
    if (segments.isEmpty()) {
      throw new RefusedException("it links to the image itself");
    }
    Path linked = below(segments, false);
    Optional<FileStatus> status = status(linked);
    if (status.isEmpty()) {
      throw new RefusedException("it links to what the image does not have up to here");
    }
    if (status.get().type() != EntryType.FILE) {
      throw new RefusedException("it is a hard link to something that is no file");
    }
    Files.createLink(path, linked);
  }

  private void symbolicLink(Path path, Entry entry) throws IOException, RefusedException {
    if (entry.linkName().isEmpty() || entry.linkName().contains(0)) {
      throw new RefusedException("the name it links to is empty or has a NUL in it");
    }
    Files.createSymbolicLink(path, RawNames.path(entry.linkName()));
    setOwners(path, entry);
    setTime(path, entry, LinkOption.NOFOLLOW_LINKS);
    for (ExtendedAttribute attribute : entry.attributes()) {
      omitAttribute(entry, attribute);
    }
  }

  // --- attributes

  /** Times before permissions, as those may take away the right to set them. */
  private void setAttributes(Path path, Entry entry, LinkOption... links) throws IOException {
    for (ExtendedAttribute attribute : entry.attributes()) {
      setAttribute(path, entry, attribute);
    }
    setOwners(path, entry);
    setTime(path, entry, links);
    int permissions = options.setUserId() ? entry.permissions() : entry.permissions() & ~SET_ID;
    Files.setAttribute(path, "unix:mode", permissions, links);
  }

  private void setAttribute(Path path, Entry entry, ExtendedAttribute attribute) {
    String name = attribute.name().text();
    if (!name.startsWith(USER) || name.length() == USER.length() || attribute.name().contains(0)) {
      omitAttribute(entry, attribute);
      return;
    }
    try {
      Files.getFileAttributeView(
              path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .write(name.substring(USER.length()), ByteBuffer.wrap(attribute.value().bytes()));
    } catch (IOException e) {
      omitAttribute(entry, attribute);
    }
  }

  private void omitAttribute(Entry entry, ExtendedAttribute attribute) {
    omit(entry, "the extended attribute %s is left out".formatted(attribute.name()));
  }

  private void checkOwners(Entry entry) throws RefusedException {
    if (options.owners() && Math.max(entry.user().id(), entry.group().id()) > LARGEST_ID) {
      throw new RefusedException("no user or group can have the number that it belongs to");
    }
  }

  private void setOwners(Path path, Entry entry) throws IOException {
    if (options.owners()) {
      // The platform takes the bits of the number, whatever its sign.
      Files.setAttribute(path, "unix:uid", (int) entry.user().id(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", (int) entry.group().id(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Both times, as the platform would look the other one up otherwise. */
  private static void setTime(Path path, Entry entry, LinkOption... links) throws IOException {
    FileTime modified = FileTime.from(entry.modified());
    Files.getFileAttributeView(path, BasicFileAttributeView.class, links)
        .setTimes(modified, modified, null);
  }
}
