package org.appctoolkit.validate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.fixtures.ArchiveRecipe;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.spec.SpecVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recipes for archives in the fixtures of this project, hostile ones excepted. */
final class ArchiveFixtures {
  static final Path ARCHIVES = Path.of("..", "fixtures", "archives");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * A recipe and what must be found in the archive it makes.
   *
   * @param file the recipe
   * @param rule the folder it stands in: a rule, or {@code complete}
   * @param passes whether nothing at all must be found
   * @param sidecar what stands beside it: the expected findings, or options
   */
  record Fixture(Path file, String rule, boolean passes, Optional<JsonNode> sidecar) {
    Judgement judge() {
      try {
        ArchiveRecipe recipe = ArchiveRecipe.read(file);
        List<Packaging.Signature> signatures = new ArrayList<>();
        Map<String, byte[]> beside = recipe.beside();
        for (String name : Packaging.signatureNames(recipe.fileName())) {
          if (beside.containsKey(name)) {
            signatures.add(Packaging.Signature.of(name, beside.get(name)));
          }
        }
        Packaging packaging = new Packaging(Optional.of(recipe.fileName()), signatures);
        return new Validator(settings())
            .judge(
                ImageArchive.source(
                    recipe.fileName(), new ByteArrayInputStream(recipe.toByteArray())),
                Optional.of(packaging),
                () -> false);
      } catch (IOException e) {
        throw new UncheckedIOException(toString(), e);
      }
    }

    private Settings settings() {
      JsonNode options =
          (passes ? sidecar : sidecar.map(node -> node.path("options")))
              .orElse(MAPPER.createObjectNode());
      ArchiveLimits limits = ArchiveLimits.DEFAULT;
      limits = limits.withUncompressedBytes(number(options, "maxUncompressedBytes", 16L << 30));
      limits = limits.withEntries(number(options, "maxEntries", limits.entries()));
      limits = limits.withRatio((int) number(options, "maxRatio", limits.ratio()));
      limits = limits.withNameBytes((int) number(options, "maxNameBytes", limits.nameBytes()));
      limits =
          limits.withHeaderBytes((int) number(options, "maxHeaderBytes", limits.headerBytes()));
      limits = limits.withTreeBytes((int) number(options, "maxTreeBytes", limits.treeBytes()));
      limits = limits.withXzBytes((int) number(options, "maxXzBytes", limits.xzBytes()));
      Settings settings = Settings.DEFAULT.withArchiveLimits(limits);
      return options.has("specVersion")
          ? settings.withVersion(
              SpecVersion.known(options.path("specVersion").asString()).orElseThrow())
          : settings;
    }

    private static long number(JsonNode options, String key, long otherwise) {
      return options.path(key).asLong(otherwise);
    }

    @Override
    public String toString() {
      return ARCHIVES.relativize(file).toString().replace('\\', '/');
    }
  }

  private ArchiveFixtures() {}

  static List<Fixture> all() {
    return FixtureFile.below(ARCHIVES).stream()
        .map(it -> new Fixture(it.path(), it.rule(), it.passes(), it.sidecar()))
        .toList();
  }
}
