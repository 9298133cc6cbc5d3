package org.appctoolkit.maven;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.appctoolkit.input.InputSearch;
import org.codehaus.plexus.util.DirectoryScanner;

/**
 * A search for manifests in a directory, by patterns as everywhere in Maven.
 *
 * @param includes files that are manifests, whatever is in them; if there are none, manifests are
 *     told by their name or content
 * @param excludes what is passed over; if there are none, what lies in a directory rootfs
 */
record ManifestSearch(List<String> includes, List<String> excludes) {
  private static final List<String> ROOTFS = List.of("**/rootfs/**");

  /** Copies the lists. */
  ManifestSearch {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
  }

  /**
   * What was found, in the order of the names.
   *
   * @param values what placeholders stand for; empty to leave them as they are
   */
  List<Candidate> candidates(
      Path directory, Optional<? extends Function<String, Optional<String>>> values) {
    return in(directory).stream()
        .<Candidate>map(
            path ->
                values.isPresent()
                    ? new ManifestTemplate(path, values.get())
                    : Candidate.AsItIs.of(path))
        .toList();
  }

  private List<Path> in(Path directory) {
    List<Path> found = new ArrayList<>();
    for (String name : scan(directory, includes, excludes.isEmpty() ? ROOTFS : excludes).files()) {
      Path file = directory.resolve(name);
      if (!includes.isEmpty() || (!name.endsWith(".aci") && InputSearch.isFound(file))) {
        found.add(file);
      }
    }
    return found;
  }

  /**
   * What a directory holds.
   *
   * @param files names of files, in their order
   * @param directories names of directories, in their order
   */
  record Scan(List<String> files, List<String> directories) {}

  /** What a directory holds that is included and not excluded; nothing if there is none. */
  static Scan scan(Path directory, List<String> includes, List<String> excludes) {
    if (!Files.isDirectory(directory)) {
      return new Scan(List.of(), List.of());
    }
    File root = directory.toFile();
    DirectoryScanner scanner = new DirectoryScanner();
    scanner.setBasedir(root);
    scanner.setIncludes(includes.isEmpty() ? null : includes.toArray(String[]::new));
    scanner.setExcludes(excludes.toArray(String[]::new));
    scanner.addDefaultExcludes();
    scanner.setFollowSymlinks(false);
    scanner.scan();
    return new Scan(
        List.of(scanner.getIncludedFiles()).stream().sorted().toList(),
        List.of(scanner.getIncludedDirectories()).stream().sorted().toList());
  }
}
