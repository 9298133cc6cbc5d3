package org.appctoolkit.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;

/**
 * A search for archives and manifests in directories.
 *
 * <p>Without patterns to include, a file whose name ends with {@code .aci} is taken for an archive,
 * and for a manifest when it is called {@code manifest} or when it is a JSON object with the key
 * {@code acKind} or {@code acVersion}, in whatever case and behind whatever blanks and escapes:
 * manifests have names of all sorts. Links to directories are not followed, {@code .git} is not
 * entered, and what is no regular file is passed over unless it is called {@code manifest}; then it
 * cannot be read.
 *
 * @param includes if there are any, files are taken by these and not by their content
 * @param excludes files and directories to pass over
 * @param passedOver one file to pass over: the report that is being written
 */
public record InputSearch(List<Glob> includes, List<Glob> excludes, Optional<Path> passedOver) {
  private static final int PEEKED_AT = 64 << 10;
  private static final Pattern TELLING =
      Pattern.compile("\"ac(?:Kind|Version)", Pattern.CASE_INSENSITIVE);

  /** Copies the lists. */
  public InputSearch {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
  }

  /**
   * The manifests below a directory, in the order of their paths.
   *
   * @param directory as the user named it; the names of the inputs begin with it
   * @param unreadable told the name of what cannot be looked at, and the reason
   */
  public List<Input> in(Path directory, BiConsumer<String, String> unreadable) {
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
            if (!includes.isEmpty()
                || isAnArchive(file)
                || isCalledManifest(file)
                || looksLikeAManifest(file)) {
              inputs.add(new Input.OfFile(name, file));
            }
          } catch (IOException e) {
            unreadable.accept(name, UnreadableException.reason(e));
          }
        });
    return inputs;
  }

  /** Whether a file is one that a search would find. */
  public static boolean isFound(Path file) {
    try {
      return isAnArchive(file) || isCalledManifest(file) || looksLikeAManifest(file);
    } catch (IOException e) {
      return false;
    }
  }

  /** The name that the specification gives archives: judged whatever is in it. */
  private static boolean isAnArchive(Path file) {
    return file.toString().endsWith(".aci");
  }

  /** The name that the specification gives the manifest of an image: judged whatever is in it. */
  private static boolean isCalledManifest(Path file) {
    return file.endsWith("manifest");
  }

  /**
   * Whether a file is a JSON object with a key that only manifests have. Keys are compared as
   * readers do that ignore the case of letters; if the text is broken, it is searched for them.
   */
  private static boolean looksLikeAManifest(Path file) throws IOException {
    // Many documents in one file, a line each: lists of manifests, not manifests.
    if (file.toString().matches(".*\\.(?:jsonl|ndjson)")) {
      return false;
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(PEEKED_AT);
      if (!beginsLikeAnObject(start)) {
        return false;
      }
      bytes = Arrays.copyOf(start, Limits.DEFAULT.documentBytes());
      int more = in.readNBytes(bytes, start.length, bytes.length - start.length);
      bytes = Arrays.copyOf(bytes, start.length + more);
    }
    Document document = Document.read(Source.of(file.toString(), bytes), Limits.DEFAULT);
    if (document.root().orElse(null) instanceof Json.Obj root) {
      return root.members().stream().anyMatch(member -> isTelling(member.key()));
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return TELLING.matcher(text).find();
  }

  private static boolean isTelling(String key) {
    return key.equalsIgnoreCase("acKind") || key.equalsIgnoreCase("acVersion");
  }

  /** Blanks, perhaps behind a byte order mark, and then a brace; or nothing but blanks so far. */
  private static boolean beginsLikeAnObject(byte[] start) {
    String text = new String(start, StandardCharsets.UTF_8).replaceFirst("^\\uFEFF", "").strip();
    return text.startsWith("{") || (text.isEmpty() && start.length == PEEKED_AT);
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
      boolean regular =
          attributes.isSymbolicLink() ? Files.isRegularFile(file) : attributes.isRegularFile();
      if (!regular && isCalledManifest(file) && !isExcluded(file) && !Files.isDirectory(file)) {
        unreadable.accept(directory.resolve(relative).toString(), "not a regular file");
      }
      boolean wanted =
          regular
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
