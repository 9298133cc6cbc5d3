package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Removes directories that an app may have filled, however deep: what lies in a directory is moved
 * up before it is looked into, so that neither the stack nor the length of a path is a limit.
 */
final class Removal {
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

  private final Path top;
  private final Deque<Path> directories = new ArrayDeque<>();
  private long moved;

  private Removal(Path top) {
    this.top = top;
  }

  /** Removes what is there, if anything is; symbolic links are not followed. */
  static void remove(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(path);
      return;
    }
    new Removal(path).removeAll();
  }

  private void removeAll() throws IOException {
    empty(top);
    while (!directories.isEmpty()) {
      Path directory = directories.pop();
      empty(directory);
      Files.deleteIfExists(directory);
    }
    Files.deleteIfExists(top);
  }

  /** Deletes the files of a directory, and moves its directories to the top. */
  private void empty(Path directory) throws IOException {
    open(directory);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(child);
        } else if (directory.equals(top)) {
          directories.push(child);
        } else {
          directories.push(lifted(child));
        }
      }
    } catch (NoSuchFileException e) {
      // Somebody else removes it as well.
    }
  }

  private Path lifted(Path directory) throws IOException {
    // Whoever moves a directory has to be allowed to write in it.
    open(directory);
    Path place = top.resolve(".removed-" + moved++);
    while (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      place = top.resolve(".removed-" + moved++);
    }
    return Files.move(directory, place, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void open(Path directory) throws IOException {
    try {
      Files.setPosixFilePermissions(directory, OURS);
    } catch (NoSuchFileException e) {
      // Somebody else removes it as well.
    }
  }
}
