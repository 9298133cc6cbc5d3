package org.appctoolkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A search for manifests in directories.
 *
 * <p>Without patterns to include, a file is taken for a manifest when {@code "acKind"} or {@code
 * "acVersion"} stands in its first 64 KiB and no NUL does: manifests have names of all sorts. Links
 * to directories are not followed, {@code .git} is not entered, and what is no regular file is
 * passed over.
 *
 * @param includes if there are any, files are taken by these and not by their content
 * @param excludes files and directories to pass over
 * @param passedOver one file to pass over: the report that is being written
 */
record ManifestSearch(List<Glob> includes, List<Glob> excludes, Optional<Path> passedOver) {
  private static final int LOOKED_AT = 1 << 16;

  /**
   * The manifests below a directory, in the order of their paths.
   *
   * @param directory as the user named it; the names of the inputs begin with it
   * @param unreadable told the name of what cannot be looked at, and the reason
   */
  List<Input> in(Path directory, BiConsumer<String, String> unreadable) {
    // A directory may be named by a link to it; only below it links are left alone.
    Path root;
    Map<Path, Path> files = new TreeMap<>();
    try {
      root = directory.toRealPath();
      Files.walkFileTree(root, new Collector(root, directory, files, unreadable));
    } catch (IOException e) {
      unreadable.accept(directory.toString(), UnreadableException.reason(e));
      return List.of();
    }
    List<Input> inputs = new ArrayList<>();
    files.forEach(
        (relative, file) -> {
          String name = directory.resolve(relative).toString();
          try {
            if (!includes.isEmpty() || looksLikeAManifest(file)) {
              inputs.add(new Input.OfFile(name, file));
            }
          } catch (IOException e) {
            unreadable.accept(name, UnreadableException.reason(e));
          }
        });
    return inputs;
  }

  /** Whether a file is one that a search would find by its content. */
  static boolean isAManifest(Path file) {
    try {
      return looksLikeAManifest(file);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean looksLikeAManifest(Path file) throws IOException {
    // Many documents in one file, a line each: lists of manifests, not manifests.
    if (file.toString().matches(".*\\.(?:jsonl|ndjson)")) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      // One character for each byte.
      String start = new String(in.readNBytes(LOOKED_AT), StandardCharsets.ISO_8859_1);
      return start.indexOf('\0') < 0
          && start.replaceFirst("^\\xEF\\xBB\\xBF", "").stripLeading().startsWith("{")
          && (start.contains("\"acKind\"") || start.contains("\"acVersion\""));
    }
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Path directory;
    private final Map<Path, Path> files;
    private final BiConsumer<String, String> unreadable;

    Collector(
        Path root, Path directory, Map<Path, Path> files, BiConsumer<String, String> unreadable) {
      this.root = root;
      this.directory = directory;
      this.files = files;
      this.unreadable = unreadable;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
      boolean git = entered.endsWith(".git");
      return !entered.equals(root) && (git || isExcluded(entered))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      Path relative = root.relativize(file);
      boolean wanted =
          (attributes.isSymbolicLink() ? Files.isRegularFile(file) : attributes.isRegularFile())
              && !isExcluded(file)
              && (includes.isEmpty() || includes.stream().anyMatch(it -> it.matches(relative)))
              && passedOver.filter(other -> isSame(file, other)).isEmpty();
      if (wanted) {
        files.put(relative, file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (!isExcluded(file)) {
        String name = directory.resolve(root.relativize(file)).toString();
        unreadable.accept(name, UnreadableException.reason(e));
      }
      return FileVisitResult.CONTINUE;
    }

    private boolean isExcluded(Path path) {
      Path relative = root.relativize(path);
      return !path.equals(root) && excludes.stream().anyMatch(it -> it.matches(relative));
    }
  }

  private static boolean isSame(Path file, Path other) {
    try {
      return Files.isSameFile(file, other);
    } catch (IOException e) {
      return false;
    }
  }
}
