package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.appctoolkit.discovery.Discovery;
import org.appctoolkit.discovery.DiscoveryCase;
import org.appctoolkit.rule.Rule;
import org.appctoolkit.rule.RuleBook;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.Schemas;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Closes the loop: every clause about documents is checked, every check is seen failing, and the
 * page says so.
 */
class CoverageTest {
  private static final Path PAGE = Path.of("..", "docs", "coverage.md");

  /** Those about runtimes are judged by executing pods, and have a page of their own. */
  private static final List<Clause> CLAUSES = Clauses.about(Clause.Subject.DOCUMENT);

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Needs a clock; ImageCheckTest has one. */
  private static final String TIME = "judging-time-is-limited";

  /**
   * What a renderer must make of images; the property tests see ours failing when it is changed.
   */
  private static final Path RENDERINGS = Path.of("..", "fixtures", "renderings");

  /** Too large to be kept as fixtures; HostileInputTest makes them. */
  private static final Set<String> WITHOUT_FAILING_FIXTURE =
      Set.of("document-length-is-limited", Collector.LIMIT, TIME);

  /** Those who do what a clause says: examples show them doing it, and nothing can break it. */
  private static final Set<String> BY_BEHAVIOUR = Set.of("discovery");

  private final Map<String, Set<SpecVersion>> cited = citedBySchemas();

  @Test
  void everyClauseIsCheckedOrSaysWhyItCannotBe() {
    List<String> faults = new ArrayList<>();

    for (Clause clause : CLAUSES) {
      boolean checked = !checkedBy(clause).isEmpty();
      if (clause.checkable() && !checked) {
        faults.add(clause.id() + " is checked by nothing");
      }
      if (!clause.checkable() && checked) {
        faults.add(clause.id() + " is said to be uncheckable, but checked by " + checkedBy(clause));
      }
      if (clause.reason().isBlank()) {
        faults.add(clause.id() + " gives no reason");
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void everyCheckIsSeenFailingAndPassing() {
    Map<String, int[]> fixtures = fixtures();
    List<String> faults = new ArrayList<>();

    for (Clause clause : CLAUSES) {
      int[] counts = fixtures.getOrDefault(clause.id(), new int[2]);
      if (clause.checkable() && counts[0] == 0 && !clause.id().equals(TIME)) {
        faults.add(
            "add fixtures/<documents/kind, archives, pages or stores>/"
                + clause.id()
                + "/pass-example.json");
      }
      if (clause.checkable()
          && counts[1] == 0
          && !WITHOUT_FAILING_FIXTURE.contains(clause.id())
          && !isHeldAgainst(RENDERINGS, clause)
          && !BY_BEHAVIOUR.containsAll(checkedBy(clause))) {
        faults.add(
            "add fixtures/<documents/kind, archives, pages or stores>/"
                + clause.id()
                + "/fail-example.json");
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void everyRuleIsNamedAfterAClause() {
    List<String> faults = new ArrayList<>();

    for (Rule<?> rule : RuleBook.all()) {
      if (CLAUSES.stream().noneMatch(clause -> clause.id().equals(rule.id()))) {
        faults.add(
            rule.getClass().getName() + ": no clause about documents is called " + rule.id());
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void nothingHereChecksAClauseAboutRuntimes() {
    Map<String, int[]> fixtures = fixtures();
    List<String> faults = new ArrayList<>();

    for (Clause clause : Clauses.about(Clause.Subject.RUNTIME)) {
      if (!checkedBy(clause).isEmpty() || fixtures.containsKey(clause.id())) {
        faults.add(clause.id());
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void aClauseThatOnlySchemasCheckIsCitedAtEveryVersionOfItsRange() {
    List<String> faults = new ArrayList<>();

    for (Clause clause : CLAUSES) {
      if (!checkedBy(clause).equals(List.of("schema"))) {
        continue;
      }
      Set<SpecVersion> versions = cited.getOrDefault(clause.id(), Set.of());
      for (SpecVersion version : SpecVersion.KNOWN) {
        if (clause.versions().contains(version) != versions.contains(version)) {
          faults.add(clause.id() + " at " + version);
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  /** Run with {@code -Dappc.regenerate=true} to write the page instead of comparing it. */
  @Test
  void pageIsUpToDate() throws IOException {
    String page = page();

    if (Boolean.getBoolean("appc.regenerate")) {
      Files.createDirectories(Path.of("..", "docs"));
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as(
            "docs/coverage.md (regenerate: mvn test -pl schemas,validator-core -Dappc.regenerate=true)")
        .isEqualTo(page);
  }

  private String page() {
    Map<String, int[]> fixtures = fixtures();
    long checkable = CLAUSES.stream().filter(Clause::checkable).count();
    StringBuilder page =
        new StringBuilder(
            """
            # Coverage

            Generated by `CoverageTest`; do not edit. Every clause of the catalogue that is about
            documents, what checks it, and in how many fixtures the check is seen passing and failing.
            A rule has the id of its clause. What is about runtimes is judged by executing pods:
            `appc clauses --about runtimes` lists it.

            """);
    long covered =
        CLAUSES.stream()
            .filter(Clause::checkable)
            .filter(clause -> !checkedBy(clause).isEmpty())
            .count();
    long ours = CLAUSES.stream().filter(Clause::isOurs).count();
    page.append(CLAUSES.size())
        .append(" clauses, ")
        .append(CLAUSES.size() - ours)
        .append(" of the specification and ")
        .append(ours)
        .append(" of our own: ")
        .append(covered)
        .append(" of the ")
        .append(checkable)
        .append(" that a machine can check are checked, ")
        .append(CLAUSES.size() - checkable)
        .append(" are not mechanically testable.\n\n")
        .append(
            "| clause | level | versions | where | checked by | passing | failing | fixtures |\n")
        .append("|---|---|---|---|---|---|---|---|\n");
    for (Clause clause : CLAUSES) {
      if (clause.checkable()) {
        int[] counts = fixtures.getOrDefault(clause.id(), new int[2]);
        page.append(
            String.join(
                " | ",
                "| `" + clause.id() + "`",
                clause.levelText(),
                clause.versions().toString(),
                where(clause),
                String.join(", ", checkedBy(clause)),
                Integer.toString(counts[0]),
                Integer.toString(counts[1]),
                folders(clause) + " |\n"));
      }
    }
    page.append("\n## Not mechanically testable\n\n| clause | level | versions | why not |\n");
    page.append("|---|---|---|---|\n");
    for (Clause clause : CLAUSES) {
      if (!clause.checkable()) {
        page.append(
            String.join(
                " | ",
                "| `" + clause.id() + "`",
                clause.levelText(),
                clause.versions().toString(),
                clause.reason() + " |\n"));
      }
    }
    return page.toString();
  }

  /** A link to the fixtures of a clause for each kind that has some. */
  private static String folders(Clause clause) {
    List<String> links = new ArrayList<>();
    for (ManifestKind kind : ManifestKind.values()) {
      String folder = kind.id() + "/" + clause.id();
      if (Files.isDirectory(Fixtures.DOCUMENTS.resolve(folder))) {
        links.add(
            "[" + kind.id().replace("-manifest", "") + "](../fixtures/documents/" + folder + ")");
      }
    }
    if (Files.isDirectory(ArchiveFixtures.ARCHIVES.resolve(clause.id()))) {
      links.add("[archive](../fixtures/archives/" + clause.id() + ")");
    }
    if (Files.isDirectory(PageFixture.PAGES.resolve(clause.id()))) {
      links.add("[page](../fixtures/pages/" + clause.id() + ")");
    }
    if (Files.isDirectory(DiscoveryCase.FOLDER.resolve(clause.id()))) {
      links.add("[discovery](../fixtures/discoveries/" + clause.id() + ")");
    }
    if (isHeldAgainst(StoreFixturesTest.STORES, clause)) {
      links.add("[store](../fixtures/stores/" + clause.id() + ")");
    }
    if (isHeldAgainst(RENDERINGS, clause)) {
      links.add("[rendering](../fixtures/renderings/" + clause.id() + ")");
    }
    return String.join(", ", links);
  }

  private static String where(Clause clause) {
    String reference = clause.section().referenceAt(clause.versions().last());
    String link = clause.section().linkAt(clause.versions().last());
    return "["
        + reference.replaceFirst("^https://", "").replaceFirst("^docs/", "")
        + "]("
        + link.replaceFirst("^docs/", "")
        + ")";
  }

  private List<String> checkedBy(Clause clause) {
    List<String> checks = new ArrayList<>();
    if (cited.containsKey(clause.id())) {
      checks.add("schema");
    }
    if (RuleBook.all().stream().anyMatch(rule -> rule.id().equals(clause.id()))) {
      checks.add("rule");
    }
    if (DocumentCheck.CLAUSES.contains(clause.id())) {
      checks.add("reader");
    }
    if (ArchiveFaults.CLAUSES.contains(clause.id())) {
      checks.add("archive reader");
    }
    if (ImageCheck.CLAUSES.contains(clause.id())) {
      checks.add("image check");
    }
    if (clause.id().equals(PageCheck.LENGTH)) {
      checks.add("page check");
    }
    if (Discovery.CLAUSES.contains(clause.id())) {
      checks.add("discovery");
    }
    if (StoreCheck.CLAUSES.contains(clause.id())) {
      checks.add("store check");
    }
    if (isHeldAgainst(RENDERINGS, clause)) {
      checks.add("renderer");
    }
    if (clause.id().equals(Collector.LIMIT)) {
      checks.add("collector");
    }
    if (Identity.CLAUSES.contains(clause.id())) {
      checks.add("identity");
    }
    if (clause.id().equals(StructureCheck.KEY_OF_ANOTHER_VERSION)) {
      checks.add("schemas of other versions");
    }
    return checks;
  }

  private static Map<String, int[]> fixtures() {
    Map<String, int[]> counts = new TreeMap<>();
    for (Fixtures.Fixture fixture : Fixtures.all()) {
      counts.computeIfAbsent(fixture.rule(), it -> new int[2])[fixture.passes() ? 0 : 1]++;
    }
    for (PageFixture fixture : PageFixture.all()) {
      counts.computeIfAbsent(fixture.rule(), it -> new int[2])[fixture.passes() ? 0 : 1]++;
    }
    for (DiscoveryCase example : DiscoveryCase.all()) {
      counts.computeIfAbsent(example.clause(), it -> new int[2])[example.isRefusal() ? 1 : 0]++;
    }
    for (ArchiveFixtures.Fixture fixture : ArchiveFixtures.all()) {
      counts.computeIfAbsent(fixture.rule(), it -> new int[2])[fixture.passes() ? 0 : 1]++;
    }
    count(StoreFixturesTest.STORES, counts);
    count(RENDERINGS, counts);
    return counts;
  }

  /** Counts the files of the folders, which are named after clauses. */
  private static void count(Path folders, Map<String, int[]> counts) {
    try (Stream<Path> files = Files.walk(folders, 2)) {
      files
          .filter(it -> folders.relativize(it).getNameCount() == 2)
          .filter(it -> it.toString().matches(".*(?<![.]expected|[.]options)[.]json"))
          .forEach(
              it -> {
                Path named = folders.relativize(it);
                String rule = named.getName(0).toString();
                boolean fails = named.getName(1).toString().startsWith("fail-");
                counts.computeIfAbsent(rule, key -> new int[2])[fails ? 1 : 0]++;
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isHeldAgainst(Path folders, Clause clause) {
    return Files.isDirectory(folders.resolve(clause.id()));
  }

  private static Map<String, Set<SpecVersion>> citedBySchemas() {
    Map<String, Set<SpecVersion>> cited = new LinkedHashMap<>();
    for (ManifestKind kind : ManifestKind.values()) {
      for (SpecVersion version : SpecVersion.KNOWN) {
        if (kind.versions().contains(version)) {
          JsonNode schema = MAPPER.readTree(Schemas.text(kind, version));
          for (JsonNode citations : schema.findValues("x-clause")) {
            for (String id : ids(citations)) {
              cited.computeIfAbsent(id, it -> new TreeSet<>()).add(version);
            }
          }
        }
      }
    }
    return Collections.unmodifiableMap(cited);
  }

  private static List<String> ids(JsonNode citations) {
    List<String> ids = new ArrayList<>();
    for (JsonNode citation : citations) {
      if (citation.isString()) {
        ids.add(citation.asString());
      } else {
        citation.forEach(id -> ids.add(id.asString()));
      }
    }
    return ids;
  }
}
