package org.appctoolkit.conformance.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.appctoolkit.layout.Reasons;

/** The directory in which everything lies that a run needs and sees. */
public final class RunDirectory {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final int MOUNT_POINT = 4;
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private final boolean kept;

  private RunDirectory(Path path, boolean kept) {
    this.path = path;
    this.kept = kept;
  }

  /** A new one among the temporary files. */
  public static RunDirectory temporary() throws IOException {
    return new RunDirectory(Files.createTempDirectory("appc-conformance-").toRealPath(), false);
  }

  /**
   * One that stays.
   *
   * @throws IOException if there is something in it already
   */
  public static RunDirectory kept(Path path) throws IOException {
    Files.createDirectories(path);
    try (Stream<Path> children = Files.list(path)) {
      if (children.findAny().isPresent()) {
        throw new IOException("it is not empty");
      }
    }
    return new RunDirectory(path.toRealPath(), true);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** A directory in it, which is made. */
  public Path directory(String name) throws IOException {
    return Files.createDirectory(path.resolve(name));
  }

  /**
   * Removes it unless it is to stay.
   *
   * @return why it could not be removed; also when a runtime has left something mounted in it,
   *     which must not be emptied
   */
  public Optional<String> remove() {
    if (kept) {
      return Optional.empty();
    }
    try {
      Optional<String> mount = mountBelow();
      if (mount.isPresent()) {
        return Optional.of(
            "%s was not removed, as %s is still mounted".formatted(path, mount.get()));
      }
      delete();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("%s was not removed: %s".formatted(path, Reasons.reason(e)));
    }
  }

  private Optional<String> mountBelow() throws IOException {
    if (!Files.exists(MOUNTS)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(MOUNTS, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(line -> line.split(" ", -1))
          .filter(words -> words.length > MOUNT_POINT)
          .map(words -> words[MOUNT_POINT])
          .filter(point -> point.startsWith(path + "/"))
          .findFirst();
    }
  }

  private void delete() throws IOException {
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (!Files.isWritable(directory) || !Files.isExecutable(directory)) {
              Files.setPosixFilePermissions(directory, OURS);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
              throw e;
            }
            Files.setPosixFilePermissions(file, OURS);
            Files.walkFileTree(file, this);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
