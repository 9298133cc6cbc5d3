package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.dependency.DependencyLimits;
import org.appctoolkit.dependency.SetCatalogue;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.fixtures.StoreRecipe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judges pods and images against the stores of all recipes. */
class StoreFixturesTest {
  static final Path STORES = Path.of("..", "fixtures", "stores");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static List<String> recipes() throws IOException {
    try (Stream<Path> files = Files.walk(STORES)) {
      return files
          .map(it -> STORES.relativize(it).toString())
          .filter(it -> it.endsWith(".json") && !it.endsWith(".expected.json"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void whatIsFoundIsWhatIsExpected(String file) throws IOException {
    StoreRecipe recipe = StoreRecipe.read(STORES.resolve(file));
    SetCatalogue store = new SetCatalogue(recipe.images(), recipe.inStore());
    Validator validator = new Validator(settings(recipe.options()));

    Judgement judgement =
        recipe.pod().isPresent()
            ? validator.judge(
                Source.of("pod.json", recipe.pod().get().getBytes(StandardCharsets.UTF_8)),
                () -> false,
                Optional.of(store))
            : validator.judge(
                SetCatalogue.image(recipe.images(), recipe.judged().orElseThrow()).source(),
                Optional.empty(),
                () -> false,
                Optional.of(store));

    assertThat(judgement.findings().all().stream().map(StoreFixturesTest::told).toList())
        .as("%s: %s", file, recipe.description())
        .isEqualTo(expected(STORES.resolve(file.replace(".json", ".expected.json"))));
  }

  private static Settings settings(Map<String, Long> options) {
    DependencyLimits usual = DependencyLimits.DEFAULT;
    DependencyLimits limits =
        new DependencyLimits(
            option(options, "maxDependencyDepth", usual.depth()),
            option(options, "maxDependencies", usual.images()),
            option(options, "maxRenderingPasses", usual.passes()));
    ArchiveLimits archives = ArchiveLimits.DEFAULT;
    return Settings.DEFAULT
        .withDependencyLimits(limits)
        .withArchiveLimits(
            archives.withTreeBytes(option(options, "maxTreeBytes", archives.treeBytes())));
  }

  private static int option(Map<String, Long> options, String name, int usual) {
    return options.getOrDefault(name, (long) usual).intValue();
  }

  private static List<String> expected(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    JsonNode findings = MAPPER.readTree(Files.readString(file)).path("findings");
    return findings.valueStream().map(StoreFixturesTest::told).toList();
  }

  private static String told(JsonNode finding) {
    return String.join(
        " ",
        finding.path("severity").asString(),
        finding.path("rule").asString(),
        finding.path("specVersion").asString(),
        finding.path("pointer").asString());
  }

  private static String told(Finding finding) {
    return String.join(
        " ",
        finding.severity().name().toLowerCase(java.util.Locale.ROOT),
        finding.rule(),
        finding.version().toString(),
        finding.inText().map(it -> it.pointer().toString()).orElse("image"));
  }
}
