package org.appctoolkit.validate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of the fixtures, and what its name and its neighbours say.
 *
 * @param path the file
 * @param rule the folder it stands in: a rule, or {@code complete}
 * @param passes whether nothing at all must be found
 * @param sidecar what stands beside it: the expected findings, or options
 */
record FixtureFile(Path path, String rule, boolean passes, Optional<JsonNode> sidecar) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Every one below a folder, in the order of their names. */
  static List<FixtureFile> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(FixtureFile::isOne).sorted().map(FixtureFile::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOne(Path file) {
    String name = file.getFileName().toString();
    return name.matches("(?:pass|fail)-.*\\.json")
        && !name.matches(".*\\.(?:expected|options)\\.json");
  }

  private static FixtureFile of(Path file) {
    String name = file.getFileName().toString();
    boolean passes = name.startsWith("pass-");
    Path sidecar =
        file.resolveSibling(
            name.replaceFirst("\\.json$", passes ? ".options.json" : ".expected.json"));
    try {
      return new FixtureFile(
          file,
          file.getName(file.getNameCount() - 2).toString(),
          passes,
          Files.exists(sidecar)
              ? Optional.of(MAPPER.readTree(Files.readString(sidecar)))
              : Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
