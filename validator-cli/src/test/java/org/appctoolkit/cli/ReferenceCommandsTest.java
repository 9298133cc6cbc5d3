package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.appc;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.Schemas;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that look things up: explain, rules, clauses, schema. */
class ReferenceCommandsTest {
  private static final List<String> TOO_LONG_TO_SHOW =
      List.of("document-length-is-limited", "finding-count-is-limited", "judging-time-is-limited");

  static Stream<String> clauses() {
    return Clauses.all().stream().map(Clause::id);
  }

  @ParameterizedTest
  @MethodSource("clauses")
  void everyClauseIsExplained(String id) {
    Clause clause = Clauses.get(id);

    Run run = appc("explain", id);

    assertThat(run.status()).isEqualTo(0);
    assertThat(run.out())
        .startsWith(id + "\n  ")
        .contains(
            "about        " + (isAboutDocuments(clause) ? "documents\n" : "runtimes,"),
            "level        " + clause.levelText(),
            clause.versions().toString());
    assertThat(run.out().contains("\nBad") || run.out().contains("\nExample"))
        .isEqualTo(
            clause.checkable() && isAboutDocuments(clause) && !TOO_LONG_TO_SHOW.contains(id));
    assertThat(run.err()).isEmpty();
  }

  @Test
  void anExampleThatNeedsAnOptionSaysSo() {
    assertThat(appc("explain", "pod-manifest-kind-is-pod-manifest").out())
        .contains("\nBad, with --kind pod-manifest\n")
        .contains("\nOf that, appc validate --kind pod-manifest says\n");
  }

  @ParameterizedTest
  @CsvSource({
    "label-names-are-unique, a rule in code",
    "label-name-is-given, the schema of image-manifest",
    "manifest-is-json, the reader",
  })
  void theExplanationSaysWhereAClauseIsChecked(String id, String where) {
    assertThat(appc("explain", id).out()).contains("checked by   " + where);
  }

  @Test
  void whatCannotBeCheckedIsExplainedWithTheReason() {
    assertThat(appc("explain", "undefined-kinds-are-not-compatible").out())
        .contains("  not checked  ")
        .doesNotContain("checked by");
  }

  @Test
  void theExplanationOfAClauseAboutRuntimesSaysHowItIsJudged() {
    assertThat(appc("explain", "apps-see-dev-full").out())
        .contains("judged by    appc conformance run --clause apps-see-dev-full\n")
        .doesNotContain("checked by", "\nBad", "\nGood", "xample");
  }

  @Test
  void whatCannotBeJudgedOfRuntimesIsExplainedWithTheReason() {
    assertThat(appc("explain", "signing-keys-are-held-securely").out())
        .contains("  not judged   ")
        .doesNotContain("judged by", "checked");
  }

  @ParameterizedTest
  @EnumSource
  void clausesAreListedBySubject(Clause.Subject about) {
    List<String> wanted = Clauses.about(about).stream().map(Clause::id).toList();
    String option = about.name().toLowerCase(Locale.ROOT) + "s";

    assertThat(firstWords(appc("clauses", "--about", option))).isEqualTo(wanted);
  }

  @Test
  void aListOfClausesSaysWhatEachIsAbout() {
    assertThat(appc("clauses").out())
        .containsPattern("apps-see-dev-full +MUST +runtime ")
        .containsPattern("label-name-is-given +MUST +document ");
    assertThat(appc("clauses", "--about", "runtimes", "--format", "json").out())
        .contains("\"about\": \"runtime\"")
        .doesNotContain("\"about\": \"document\"");
  }

  @Test
  void aClauseAboutRuntimesIsNoRule() {
    Run run = appc("validate", "-", "--rule", "apps-see-dev-full=off");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "apps-see-dev-full is no rule: it is about runtimes, which appc conformance judges");
  }

  @Test
  void anUnknownRuleIsWrongUseWithTheNearest() {
    Run run = appc("explain", "labels-are-unique");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("no rule or clause is called labels-are-unique");
    assertThat(appc("explain", "label-name-are-unique").err())
        .contains("did you mean label-names-are-unique");
  }

  @Test
  void rulesAreTheClausesThatAreChecked() {
    List<String> checked =
        Clauses.all().stream()
            .filter(it -> it.checkable() && isAboutDocuments(it))
            .map(Clause::id)
            .toList();

    assertThat(firstWords(appc("rules"))).isEqualTo(checked);
    assertThat(firstWords(appc("clauses"))).isEqualTo(clauses().toList());
  }

  @Test
  void listsCanBeLimitedToAVersion() {
    SpecVersion version = SpecVersion.known("0.4.0").orElseThrow();
    List<String> atThatVersion = Clauses.at(version).stream().map(Clause::id).toList();

    assertThat(firstWords(appc("clauses", "--version", "0.4.0"))).isEqualTo(atThatVersion);
  }

  @Test
  void aListHasTheLevelOfTheVersionAskedFor() {
    Clause changing =
        Clauses.all().stream().filter(it -> it.levels().size() > 1).findFirst().orElseThrow();
    SpecVersion first = changing.versions().first();

    assertThat(appc("clauses", "--version", first.toString()).out())
        .containsPattern(changing.id() + " +" + changing.levelAt(first) + " ");
    assertThat(appc("clauses").out())
        .containsPattern(changing.id() + " +" + changing.level() + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules", "clauses"})
  void listsAreDataToo(String command) {
    Json root = read(appc(command, "--format", "json").out());

    assertThat(root).isInstanceOf(Json.Arr.class);
    assertThat(((Json.Arr) root).elements()).hasSameSizeAs(firstWords(appc(command)));
  }

  @ParameterizedTest
  @CsvSource({
    "pod-manifest, 0.5.0, pod-manifest, 0.5.0",
    "PodManifest, v0.5.0, pod-manifest, 0.5.0",
    "image-manifest, , image-manifest, 0.8.11",
    "container-runtime-manifest, , container-runtime-manifest, 0.4.1",
  })
  void schemasArePrinted(String kind, String version, String wantedKind, String wantedVersion) {
    Run run = version == null ? appc("schema", kind) : appc("schema", kind, version);

    assertThat(run.out())
        .isEqualTo(
            Schemas.text(
                ManifestKind.ofId(wantedKind).orElseThrow(),
                SpecVersion.known(wantedVersion).orElseThrow()));
  }

  @Test
  void theSchemaOfTheJsonReportIsPrinted() {
    assertThat(appc("schema", "findings").out()).isEqualTo(Schemas.findings());
  }

  @Test
  void theSchemaOfDiscoveriesIsPrinted() {
    assertThat(appc("schema", "discovery").out()).isEqualTo(Schemas.discovery());
    assertThat(appc("schema", "conformance").out()).isEqualTo(Schemas.conformance());
  }

  @Test
  void theSchemaOfClausesIsPrinted() {
    assertThat(appc("schema", "clauses").out()).isEqualTo(Schemas.clauses());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules", "clauses"})
  void listsFollowTheSchemaOfClauses(String command) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Schemas.clauses());

    String list = appc(command, "--format", "json").out();

    assertThat(schema.validate(list, InputFormat.JSON)).isEmpty();
    for (String key : List.of("\"id\"", "\"about\"", "\"levels\"", "\"why\"")) {
      String other = list.replaceFirst(key, "\"other\"");
      assertThat(schema.validate(other, InputFormat.JSON)).as(key).isNotEmpty();
    }
  }

  @Test
  void theSchemaOfTheListOfEntriesIsPrinted() {
    assertThat(appc("schema", "entries").out()).isEqualTo(Schemas.entries());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schema pods | no schema is called pods",
        "schema finding | did you mean findings?",
        "schema pod-manifest 0.3.0 | version 0.3.0 has no pod-manifest; there is one since 0.5.0",
        "schema pod-manifest 9.9.9 | 9.9.9 is no tagged version",
        "schema findings 0.5.0 | does not depend on a version",
        "schema entries 0.5.0 | the schema of entries does not depend on a version",
        "clauses --about images | images is none of documents, runtimes",
        "rules --version 1 | --version: 1 is no tagged version",
      })
  void whatDoesNotExistIsWrongUse(String arguments, String message) {
    Run run = appc((Object[]) arguments.split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  private static boolean isAboutDocuments(Clause clause) {
    return clause.subject() == Clause.Subject.DOCUMENT;
  }

  private static List<String> firstWords(Run run) {
    return run.out().lines().map(line -> line.split(" ", 2)[0]).toList();
  }

  private static Json read(String text) {
    return Document.read(Source.of("out", text), Limits.DEFAULT).root().orElseThrow();
  }
}
