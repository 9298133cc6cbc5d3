package org.appctoolkit.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.appctoolkit.archive.ImageId;

/**
 * The directory of a store: what is where, and how it gets there whole.
 *
 * <p>A marker with the number of the format, the directory of the images, one for what is not
 * finished, and the file that is locked. Nothing that is written here can be changed by others than
 * the user who writes it, and the umask may take away more.
 */
final class StoreDirectory {
  static final String ARCHIVE = "image.aci";
  static final String SIGNATURE = "image.aci.asc";
  static final String MANIFEST = "manifest";
  static final String ABOUT = "about.json";

  /** How many entries a directory of a store may have, so that no listing exhausts anybody. */
  static final int MOST_ENTRIES = 1 << 16;

  /** How many images are put into it; writers that do not see one another may add a few more. */
  private static final int MOST_IMAGES = 60_000;

  private static final String MARKER = "appc-store";
  private static final String MARKER_TEXT = "appc-store 1\n";
  private static final String IMAGES = "images";
  private static final String TMP = "tmp";
  private static final String LOCK = "lock";
  private static final int MOST_MARKER_BYTES = 64;

  private final Path root;
  private final Steps steps;

  private StoreDirectory(Path root, Steps steps) {
    this.root = root;
    this.steps = steps;
  }

  /**
   * The store in that directory, which is made one if it is empty or does not exist.
   *
   * @throws StoreException if it holds something else
   */
  static StoreDirectory create(Path named, Steps steps) throws StoreException {
    try {
      steps.before("make the store");
      Files.createDirectories(named, directoryAttributes(named));
      StoreDirectory directory = new StoreDirectory(named.toRealPath(), steps);
      directory.mark();
      directory.checkMarker();
      directory.make(directory.images());
      directory.make(directory.tmp());
      return directory;
    } catch (FileAlreadyExistsException e) {
      throw new StoreException(named, "not a directory", e);
    } catch (IOException e) {
      throw StoreException.of(named, e);
    }
  }

  /**
   * The store in that directory.
   *
   * @throws StoreException if there is none
   */
  static StoreDirectory open(Path named, Steps steps) throws StoreException {
    try {
      StoreDirectory directory = new StoreDirectory(named.toRealPath(), steps);
      if (!directory.isMarked()) {
        throw new StoreException(
            named, "there is no store there; one has a file " + MARKER + " in it");
      }
      directory.checkMarker();
      return directory;
    } catch (NoSuchFileException e) {
      throw new StoreException(named, "there is no such directory; appc store add makes one", e);
    } catch (IOException e) {
      throw StoreException.of(named, e);
    }
  }

  Path root() {
    return root;
  }

  Path images() {
    return root.resolve(IMAGES);
  }

  Path lock() {
    return root.resolve(LOCK);
  }

  private Path tmp() {
    return root.resolve(TMP);
  }

  /** The place of an image, whether it is there or not. */
  Path place(ImageId id) {
    return images().resolve(id.toString());
  }

  // --- the store itself

  private boolean isMarked() {
    return Files.exists(root.resolve(MARKER), LinkOption.NOFOLLOW_LINKS);
  }

  private void checkMarker() throws IOException {
    String text;
    try {
      text = new String(read(root.resolve(MARKER), MOST_MARKER_BYTES), StandardCharsets.UTF_8);
    } catch (DamagedException e) {
      throw new StoreException(root, e.reason());
    }
    if (!text.equals(MARKER_TEXT)) {
      throw new StoreException(
          root,
          "the file %s is not that of a store of this version, \"%s\""
              .formatted(MARKER, MARKER_TEXT.strip()));
    }
  }

  /** The marker comes first, and whole, so that whatever follows stands in a store. */
  private void mark() throws IOException {
    for (int attempt = 0; !isMarked() && attempt < MOST_ENTRIES; attempt++) {
      for (String name : names(root)) {
        // Somebody may be making the same store, or have been interrupted in it.
        if (!isDraftOfMarker(name) && !isMarked()) {
          throw new StoreException(
              root, "the directory is not empty and has no file " + MARKER + ", so it is no store");
        }
      }
      Path draft = root.resolve(unused(root, MARKER + "."));
      try {
        write(draft, MARKER_TEXT.getBytes(StandardCharsets.UTF_8));
        move(draft, root.resolve(MARKER));
        sync(root);
      } catch (FileAlreadyExistsException | NoSuchFileException e) {
        // Somebody else has written it at the same time, or has moved it: then all is well.
      }
    }
  }

  private static boolean isDraftOfMarker(String name) {
    return name.startsWith(MARKER + ".");
  }

  private void make(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      try {
        steps.before("make a directory");
        Files.createDirectory(directory, directoryAttributes(directory));
        sync(root);
      } catch (FileAlreadyExistsException e) {
        // By somebody who makes the same store.
      }
    }
    check(directory);
  }

  private void check(Path directory) throws StoreException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreException(
          root, directory.getFileName() + " is no directory, as it is in a store");
    }
  }

  // --- drafts

  /** A new directory that no reader looks at and nobody else writes in. */
  Path draft() throws IOException {
    make(images());
    make(tmp());
    for (int attempt = 0; attempt < MOST_ENTRIES; attempt++) {
      Path draft = tmp().resolve(unused(tmp(), ""));
      try {
        steps.before("make a draft");
        Files.createDirectory(draft, directoryAttributes(draft));
        return draft;
      } catch (FileAlreadyExistsException e) {
        // Somebody was faster; there are other names.
      }
    }
    throw new StoreException(
        root, "too much is unfinished in " + TMP + "; appc store gc removes it");
  }

  /** A name that nobody uses; of several who ask at once all may get the same, or get it later. */
  private static String unused(Path directory, String prefix) throws StoreException {
    String begin = prefix + ProcessHandle.current().pid() + "-";
    for (int number = 0; number < MOST_ENTRIES; number++) {
      if (!Files.exists(directory.resolve(begin + number), LinkOption.NOFOLLOW_LINKS)) {
        return begin + number;
      }
    }
    throw new StoreException(directory, "too much is unfinished here");
  }

  /** Everything that is unfinished, or on its way to be removed. */
  List<Path> leftovers() throws IOException {
    List<Path> leftovers = new ArrayList<>();
    for (String name : names(root)) {
      if (isDraftOfMarker(name)) {
        leftovers.add(root.resolve(name));
      }
    }
    if (Files.exists(tmp(), LinkOption.NOFOLLOW_LINKS)) {
      check(tmp());
      names(tmp()).forEach(name -> leftovers.add(tmp().resolve(name)));
    }
    return leftovers;
  }

  // --- writing

  /** Opens a new file to write to. */
  FileChannel create(Path file) throws IOException {
    steps.before("make " + file.getFileName());
    Set<OpenOption> options =
        new HashSet<>(
            Arrays.asList(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS));
    return FileChannel.open(file, options, fileAttributes(file));
  }

  /** Writes a new file and brings it to the disk. */
  void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = create(file)) {
      write(channel, ByteBuffer.wrap(bytes));
      sync(channel);
    }
  }

  /** Writes all of some bytes. */
  void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    steps.before("write");
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Brings a file to the disk. */
  void sync(FileChannel channel) throws IOException {
    steps.before("bring a file to the disk");
    channel.force(true);
  }

  /** Brings the names in a directory to the disk, where the operating system lets one ask. */
  void sync(Path directory) throws IOException {
    steps.before("bring a directory to the disk");
    if (isPosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Moves a file or a directory in one step; a file replaces another. */
  void move(Path from, Path to) throws IOException {
    steps.before("move " + from.getFileName());
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes what is at a place away in one step, and then removes it. */
  void remove(Path place) throws IOException {
    Path draft = draft();
    try {
      move(place, draft.resolve("removed"));
      sync(images());
    } catch (NoSuchFileException e) {
      // Somebody else has taken it away.
    }
    delete(draft);
  }

  /** Removes something, or leaves it to be collected if that does not work. */
  void discard(Path path) {
    try {
      delete(path);
    } catch (IOException e) {
      // The outcome is decided; what stays here is looked at by nobody but the next collection.
    }
  }

  /** Removes something with all that is in it, without following links. */
  void delete(Path path) throws IOException {
    Deque<Path> left = new ArrayDeque<>();
    left.push(path);
    while (!left.isEmpty()) {
      Path next = left.peek();
      steps.before("remove " + next.getFileName());
      try {
        Files.deleteIfExists(next);
        left.pop();
      } catch (DirectoryNotEmptyException e) {
        names(next).forEach(name -> left.push(next.resolve(name)));
      }
    }
  }

  // --- reading

  /** The names in a directory, sorted. */
  List<String> names(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        if (names.size() == MOST_ENTRIES) {
          throw new StoreException(
              root,
              "there are more than %d files in %s"
                  .formatted(MOST_ENTRIES, root.relativize(directory)));
        }
        names.add(String.valueOf(child.getFileName()));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }

  /** The names of what is in the place of images, sorted. */
  List<String> imageNames() throws IOException {
    if (!Files.exists(images(), LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    check(images());
    return names(images());
  }

  /**
   * Whether another image can be listed with all the others.
   *
   * @throws StoreException if not
   */
  void checkRoom() throws IOException {
    if (imageNames().size() >= MOST_IMAGES) {
      throw new StoreException(root, "it is full: %s images are in it".formatted(MOST_IMAGES));
    }
  }

  /**
   * The content of a file.
   *
   * @throws DamagedException if it is missing, no regular file, or longer than that
   */
  static byte[] read(Path file, int most) throws IOException, DamagedException {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new DamagedException(
            "%s is longer than %d bytes".formatted(file.getFileName(), most));
      }
      return bytes;
    }
  }

  /**
   * Opens a file to read from. Pipes are not opened, as that may take for ever.
   *
   * @throws DamagedException if it is missing or no regular file
   */
  static InputStream open(Path file) throws IOException, DamagedException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new DamagedException(
          file.getFileName()
              + (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                  ? " is no regular file"
                  : " is missing"));
    }
    try {
      return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new DamagedException(file.getFileName() + " is missing");
    }
  }

  // --- permissions

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] directoryAttributes(Path path) {
    return attributes(path, "rwxr-xr-x");
  }

  static FileAttribute<?>[] fileAttributes(Path path) {
    return attributes(path, "rw-r--r--");
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
