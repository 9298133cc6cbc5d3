package org.appctoolkit.validate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.discovery.MalformedReferenceException;
import org.appctoolkit.document.Source;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fixtures of this project, as they stand in its folder. */
final class Fixtures {
  static final Path DOCUMENTS = Path.of("..", "fixtures", "documents");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * A document and what must be found in it.
   *
   * @param file the document
   * @param rule the folder it stands in: a rule, or {@code complete}
   * @param passes whether nothing at all must be found
   * @param sidecar what stands beside it: the expected findings, or options
   */
  record Fixture(Path file, String rule, boolean passes, Optional<JsonNode> sidecar) {
    /** What is found in it, under its options. */
    Judgement judge() {
      return new Validator(settings()).judge(source());
    }

    Source source() {
      try {
        return Source.of(toString(), Files.readAllBytes(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Settings settings() {
      JsonNode options =
          passes
              ? sidecar.orElse(MAPPER.createObjectNode())
              : sidecar.map(node -> node.path("options")).orElse(MAPPER.createObjectNode());
      Settings settings =
          Settings.DEFAULT.withPodTemplate(options.path("podTemplate").asBoolean(false));
      if (options.has("specVersion")) {
        settings =
            settings.withVersion(
                SpecVersion.known(options.path("specVersion").asString()).orElseThrow());
      }
      if (options.has("discoveredAs")) {
        settings = settings.withAsked(reference(options.path("discoveredAs").asString()));
      }
      if (options.has("kind")) {
        settings =
            settings.withKind(ManifestKind.ofId(options.path("kind").asString()).orElseThrow());
      }
      return settings;
    }

    private static ImageReference reference(String text) {
      try {
        return ImageReference.parse(text);
      } catch (MalformedReferenceException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String toString() {
      return DOCUMENTS.relativize(file).toString().replace('\\', '/');
    }
  }

  private Fixtures() {}

  static List<Fixture> all() {
    return FixtureFile.below(DOCUMENTS).stream()
        .map(it -> new Fixture(it.path(), it.rule(), it.passes(), it.sidecar()))
        .toList();
  }
}
