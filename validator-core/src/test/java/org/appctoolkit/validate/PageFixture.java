package org.appctoolkit.validate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.spec.SpecVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A discovery page and what must be found in it.
 *
 * @param file the page
 * @param rule the folder it stands in: a rule, or {@code complete}
 * @param passes whether nothing at all must be found
 * @param sidecar what stands beside it: the expected findings, or options
 */
record PageFixture(Path file, String rule, boolean passes, Optional<JsonNode> sidecar) {
  static final Path PAGES = Path.of("..", "fixtures", "pages");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Every one, in the order of their names. */
  static List<PageFixture> all() {
    try (Stream<Path> files = Files.walk(PAGES)) {
      return files
          .filter(file -> file.toString().endsWith(".html"))
          .sorted()
          .map(PageFixture::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PageFixture of(Path file) {
    String name = String.valueOf(file.getFileName());
    boolean passes = name.startsWith("pass-");
    String beside = name.replaceFirst("html$", passes ? "options.json" : "expected.json");
    Path sidecar = file.resolveSibling(beside);
    try {
      return new PageFixture(
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

  private JsonNode options() {
    return sidecar.map(it -> passes ? it : it.path("options")).orElse(MAPPER.createObjectNode());
  }

  /** What is found in it. */
  Judgement judge() {
    JsonNode options = options();
    SortedMap<String, String> labels = new TreeMap<>();
    options
        .path("labels")
        .properties()
        .forEach(it -> labels.put(it.getKey(), it.getValue().asString()));
    int most = options.path("maxPageBytes").asInt(Limits.DEFAULT.documentBytes());
    Settings settings = Settings.DEFAULT.withLimits(new Limits(most, 64, 64, 1000));
    if (options.has("specVersion")) {
      settings =
          settings.withVersion(
              SpecVersion.known(options.path("specVersion").asString()).orElseThrow());
    }
    try {
      return new Validator(settings)
          .judgePage(
              Source.of(toString(), Files.readAllBytes(file)),
              new ImageReference(options.path("name").asString("example.org/worker"), labels));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return PAGES.relativize(file).toString().replace('\\', '/');
  }
}
