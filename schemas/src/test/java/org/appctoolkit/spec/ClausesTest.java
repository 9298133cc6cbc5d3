package org.appctoolkit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What holds for every clause of the catalogue. */
class ClausesTest {
  private static final List<String> FILES =
      List.of(
          "document",
          "types",
          "image-manifest",
          "pod-manifest",
          "isolators",
          "archive",
          "dependencies",
          "discovery",
          "execution-namespaces",
          "execution-filesystem",
          "execution-images",
          "execution-volumes",
          "execution-environment",
          "execution-lifecycle",
          "execution-logging",
          "execution-isolators",
          "execution-network",
          "execution-metadata");
  private static final String SPECIFICATION = "https://github.com/appc/spec/blob/";
  private static final SpecVersion SPLIT = new SpecVersion(0, 6, 0);
  private static final Pattern NEXT_SENTENCE = Pattern.compile("[.!?]\\s+\\p{Upper}");

  /** It came after the last tag. */
  private static final String APPARMOR = SPECIFICATION + "master/spec/ace.md#";

  @Test
  void idsAreInKebabCase() {
    assertThat(idsOfThose(clause -> !clause.id().matches("[a-z0-9]+(?:-[a-z0-9]+)*"))).isEmpty();
  }

  @Test
  void idsAreUnique() {
    List<String> ids = Clauses.all().stream().map(Clause::id).toList();

    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
  }

  @Test
  void everyClauseOfTheFilesIsInTheCatalogueInTheirOrder() {
    List<String> ids = new ArrayList<>();
    for (String file : FILES) {
      for (JsonNode node : Resources.json("clauses/" + file + ".json").path("clauses")) {
        ids.add(node.path("id").asString());
      }
    }

    assertThat(Clauses.all()).map(Clause::id).isEqualTo(ids);
  }

  @Test
  void everyMemberOfTheFilesIsOneThatIsRead() {
    Set<String> members = new TreeSet<>();
    for (String file : FILES) {
      for (JsonNode node : Resources.json("clauses/" + file + ".json").path("clauses")) {
        node.properties().forEach(member -> members.add(member.getKey()));
      }
    }

    assertThat(members)
        .isSubsetOf(
            "id", "level", "since", "until", "section", "source", "sentence", "why", "untestable");
  }

  @Test
  void everyMemberBesideTheClausesIsOneThatIsRead() {
    Set<String> members = new TreeSet<>();
    for (String file : FILES) {
      Resources.json("clauses/" + file + ".json")
          .properties()
          .forEach(member -> members.add(member.getKey()));
    }

    assertThat(members).containsExactly("about", "clauses");
  }

  @Test
  void clausesOfFilesOnExecutionAreAboutRuntimesAndAllOthersAboutDocuments() {
    List<String> runtimes = new ArrayList<>();
    List<String> documents = new ArrayList<>();
    for (String file : FILES) {
      for (JsonNode node : Resources.json("clauses/" + file + ".json").path("clauses")) {
        (file.startsWith("execution-") ? runtimes : documents).add(node.path("id").asString());
      }
    }

    assertThat(Clauses.about(Clause.Subject.RUNTIME)).map(Clause::id).isEqualTo(runtimes);
    assertThat(Clauses.about(Clause.Subject.DOCUMENT)).map(Clause::id).isEqualTo(documents);
  }

  @Test
  void whatIsOursIsNeverDemandedOfRuntimes() {
    assertThat(
            idsOfThose(
                clause ->
                    clause.subject() == Clause.Subject.RUNTIME
                        && clause.source() != Clause.Source.TEXT
                        && clause.levels().containsValue(Level.MUST)))
        .isEmpty();
  }

  @Test
  void sentencesBeginWithACapitalAndEndWithAFullStop() {
    assertThat(idsOfThose(clause -> !clause.sentence().matches("\\p{Upper}.*[^.]\\."))).isEmpty();
  }

  @Test
  void sentencesAreOneSentence() {
    assertThat(idsOfThose(clause -> NEXT_SENTENCE.matcher(clause.sentence()).find())).isEmpty();
  }

  @Test
  void sentencesAndReasonsArePlainText() {
    Pattern unclean = Pattern.compile("\\p{Cntrl}|^\\s|\\s$|  ");

    assertThat(
            idsOfThose(
                clause ->
                    unclean.matcher(clause.sentence()).find()
                        || unclean.matcher(clause.reason()).find()))
        .isEmpty();
  }

  @Test
  void everyClauseGivesAReason() {
    assertThat(idsOfThose(clause -> clause.reason().isBlank())).isEmpty();
  }

  @Test
  void aReasonIsOneSentenceOrWhyNoMachineCanCheck() {
    assertThat(idsOfThose(clause -> clause.checkable() != clause.reason().endsWith("."))).isEmpty();
  }

  @Test
  void everyRangeBeginsAndEndsWithATag() {
    assertThat(
            idsOfThose(
                clause ->
                    !clause.versions().first().isKnown() || !clause.versions().last().isKnown()))
        .isEmpty();
  }

  @Test
  void levelsChangeAtTagsInsideTheRange() {
    assertThat(
            idsOfThose(
                clause ->
                    clause.levels().keySet().stream()
                        .anyMatch(it -> !it.isKnown() || !clause.versions().contains(it))))
        .isEmpty();
  }

  @Test
  void aChangeOfLevelIsAChange() {
    List<String> faults = new ArrayList<>();
    for (Clause clause : Clauses.all()) {
      List<Level> levels = List.copyOf(clause.levels().values());
      for (int i = 1; i < levels.size(); i++) {
        if (levels.get(i) == levels.get(i - 1)) {
          faults.add(clause.id());
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void everyClauseHasAPlaceAtEveryVersionOfItsRange() {
    List<String> faults = new ArrayList<>();
    for (Clause clause : Clauses.all()) {
      for (SpecVersion version : versions(clause)) {
        long places =
            clause.section().places().stream()
                .filter(place -> place.versions().contains(version))
                .count();
        if (places != 1) {
          faults.add(clause.id() + " has " + places + " places at " + version);
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void placesOfASectionFollowOneAnotherWithoutGaps() {
    List<String> faults = new ArrayList<>();
    for (Clause clause : Clauses.all()) {
      List<Section.Place> places = clause.section().places();
      for (int i = 1; i < places.size(); i++) {
        int before = SpecVersion.KNOWN.indexOf(places.get(i - 1).versions().last());
        if (SpecVersion.KNOWN.indexOf(places.get(i).versions().first()) != before + 1) {
          faults.add(clause.section().id() + " at " + places.get(i).versions());
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void everySectionIsThatOfAClause() {
    Set<String> used = new TreeSet<>();
    Clauses.all().forEach(clause -> used.add(clause.section().id()));
    Set<String> sections = new TreeSet<>();
    for (Map.Entry<String, JsonNode> section :
        Resources.json("clauses/sections.json").path("sections").properties()) {
      sections.add(section.getKey());
    }

    assertThat(sections).isEqualTo(used);
  }

  @Test
  void aClauseOfTheTextLinksToTheTextAtItsTag() {
    List<String> faults = new ArrayList<>();
    for (Clause clause : Clauses.all()) {
      for (SpecVersion version : versions(clause)) {
        String link = clause.section().linkAt(version);
        String document =
            version.compareTo(SPLIT) < 0
                ? "(OS-)?SPEC\\.md"
                : "(SPEC|spec/[a-z]+|spec/OS-SPEC)\\.md";
        if (clause.source() == Clause.Source.TEXT
            && !link.matches(
                Pattern.quote(SPECIFICATION + "v" + version + "/") + document + "#[a-z0-9-]+")
            && !link.startsWith(APPARMOR)) {
          faults.add(clause.id() + ": " + link);
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void onlyAClauseOfTheTextLinksToTheText() {
    assertThat(
            idsOfThose(
                clause ->
                    clause.source() != Clause.Source.TEXT
                        && clause
                            .section()
                            .linkAt(clause.versions().last())
                            .startsWith(SPECIFICATION)))
        .isEmpty();
  }

  @Test
  void whatIsOursIsExplainedInOurDocuments() {
    assertThat(
            idsOfThose(
                clause ->
                    clause.isOurs()
                        && !clause
                            .section()
                            .linkAt(clause.versions().last())
                            .matches("docs/conventions\\.md#[a-z0-9-]+")))
        .isEmpty();
  }

  @Test
  void clausesOfAVersionAreThoseThatHoldThere() {
    SpecVersion version = SpecVersion.known("0.5.2").orElseThrow();

    List<Clause> clauses = Clauses.at(version);

    assertThat(clauses)
        .isNotEmpty()
        .isEqualTo(Clauses.all().stream().filter(it -> it.versions().contains(version)).toList());
  }

  @Test
  void everyClauseIsFoundByItsId() {
    assertThat(idsOfThose(clause -> !Clauses.get(clause.id()).equals(clause))).isEmpty();
  }

  @Test
  void anUnknownIdIsRefused() {
    assertThat(Clauses.find("no-such-clause")).isEmpty();
    assertThatThrownBy(() -> Clauses.get("no-such-clause"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such clause: no-such-clause");
  }

  private static List<SpecVersion> versions(Clause clause) {
    return SpecVersion.KNOWN.stream().filter(clause.versions()::contains).toList();
  }

  private static List<String> idsOfThose(Predicate<Clause> faulty) {
    return Clauses.all().stream().filter(faulty).map(Clause::id).toList();
  }
}
