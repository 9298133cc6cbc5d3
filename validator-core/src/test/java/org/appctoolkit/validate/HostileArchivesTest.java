package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.fixtures.ArchiveRecipe;
import org.appctoolkit.image.Packaging;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A virtual machine with 64 MiB judges every hostile archive of the fixtures, one by one. */
class HostileArchivesTest {
  private static final Path RECIPES = ArchiveFixtures.ARCHIVES.resolve("hostile");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String END = "end";

  /** A hang is what this bound is for, not speed, in seconds. */
  private static final int FOREVER = 120;

  /** What was written to where, by name of the recipe. */
  private static final Map<String, Told> TOLD = new HashMap<>();

  private static String output = "";

  /**
   * What the other process has told about an archive.
   *
   * @param exit 4 if a limit was hit, else 1 if there is an error, else 0
   * @param findings how many there are
   * @param rules those of the findings
   */
  private record Told(int exit, int findings, List<String> rules) {}

  /** Judges the archives that are named and prints a line about each. */
  static final class Judge {
    private Judge() {}

    public static void main(String[] archives) throws Exception {
      Validator validator = new Validator(Settings.DEFAULT);
      ExecutorService worker = Executors.newSingleThreadExecutor();
      for (String archive : archives) {
        Future<Judgement> judgement = worker.submit(() -> judge(validator, Path.of(archive)));
        System.out.println(archive + " " + told(judgement.get(FOREVER, TimeUnit.SECONDS)));
      }
      System.out.println(END);
      worker.shutdown();
    }

    private static Judgement judge(Validator validator, Path archive) throws IOException {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
        return validator.judge(
            ImageArchive.source("image.aci", in), Optional.of(Packaging.UNKNOWN), () -> false);
      }
    }

    private static String told(Judgement judgement) {
      List<Finding> findings = judgement.findings().all();
      boolean error = findings.stream().anyMatch(it -> it.severity() == Severity.ERROR);
      int exit = judgement.hitALimit() ? 4 : error ? 1 : 0;
      List<String> rules = findings.stream().map(Finding::rule).distinct().toList();
      return exit + " " + findings.size() + " " + String.join(",", rules);
    }
  }

  @BeforeAll
  static void judgeAll(@TempDir Path directory) throws Exception {
    // Building takes longer than judging; the recipes do not know one another.
    List<Path> archives =
        recipes().parallelStream().map(recipe -> built(recipe, directory)).toList();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Judge.class.getName());
    archives.forEach(archive -> command.add(archive.toString()));
    Path log = directory.resolve("log");

    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor((long) FOREVER * archives.size(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }

    output = Files.readString(log, StandardCharsets.UTF_8);
    for (String line : output.lines().toList()) {
      String[] parts = line.split(" ", 4);
      if (parts.length == 4 && line.startsWith(directory.toString())) {
        TOLD.put(
            Path.of(parts[0]).getFileName().toString(),
            new Told(
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                List.of(parts[3].split(","))));
      }
    }
  }

  @Test
  void judgingThemAllEndsWell() {
    assertThat(output).endsWith(END + System.lineSeparator());
  }

  @TestFactory
  Stream<DynamicTest> expectedRulesAreAmongTheFindings() throws IOException {
    return forEach(
        (told, expected) -> {
          List<String> rules = new ArrayList<>();
          expected.path("rules").forEach(rule -> rules.add(rule.asString()));

          assertThat(told.rules()).containsAll(rules);
        });
  }

  @TestFactory
  Stream<DynamicTest> theExitStatusWouldBeTheExpectedOne() throws IOException {
    return forEach(
        (told, expected) -> assertThat(told.exit()).isEqualTo(expected.path("exit").asInt()));
  }

  @TestFactory
  Stream<DynamicTest> noArchiveCausesAFloodOfFindings() throws IOException {
    return forEach(
        (told, expected) ->
            assertThat(told.findings()).isLessThanOrEqualTo(Flood.MOST * told.rules().size()));
  }

  private interface Check {
    void on(Told told, JsonNode expected);
  }

  private static Stream<DynamicTest> forEach(Check check) throws IOException {
    return recipes().stream()
        .map(
            recipe ->
                DynamicTest.dynamicTest(
                    name(recipe),
                    () -> {
                      assertThat(TOLD).as(output).containsKey(name(recipe));

                      check.on(
                          Optional.ofNullable(TOLD.get(name(recipe))).orElseThrow(),
                          MAPPER.readTree(
                              Files.readString(
                                  recipe.resolveSibling(name(recipe) + ".expected.json"))));
                    }));
  }

  private static List<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(RECIPES)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.toString().endsWith(".expected.json"))
          .sorted()
          .toList();
    }
  }

  private static String name(Path recipe) {
    return recipe.getFileName().toString().replaceFirst("\\.json$", "");
  }

  private static Path built(Path recipe, Path directory) {
    Path archive = directory.resolve(name(recipe));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
      ArchiveRecipe.read(recipe).writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(recipe.toString(), e);
    }
    return archive;
  }
}
