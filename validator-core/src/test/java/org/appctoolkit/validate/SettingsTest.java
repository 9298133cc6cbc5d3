package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.dependency.DependencyLimits;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each of the settings does. */
class SettingsTest {
  private static final SpecVersion OLD = SpecVersion.known("0.5.2").orElseThrow();

  /** A should, broken once: a key that no version has. */
  private static final Source UNKNOWN_KEY =
      Source.of(
          "unknown key",
          "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"a.b/c\",\"zzzzzz\":1}");

  private static final Source TEMPLATE =
      Source.of(
          "template",
          """
          {"acKind": "PodManifest", "acVersion": "0.8.11", "apps": [{
            "name": "a",
            "image": {"name": "example.com/a"},
            "app": {
              "exec": ["/a"], "user": "0", "group": "0",
              "mountPoints": [{"name": "work", "path": "/work", "readOnly": false}]
            },
            "mounts": [{"volume": "later", "path": "/later"}]
          }]}
          """);

  /** One failing fixture of each rule. */
  static Stream<Fixtures.Fixture> oneOfEachRule() {
    Map<String, Fixtures.Fixture> first = new TreeMap<>();
    Fixtures.all().stream()
        .filter(fixture -> !fixture.passes())
        .forEach(fixture -> first.putIfAbsent(fixture.rule(), fixture));
    return first.values().stream();
  }

  private static List<Finding> found(Settings settings, Source source) {
    return new Validator(settings).judge(source).findings().all();
  }

  private static List<String> rules(List<Finding> findings) {
    return findings.stream().map(Finding::rule).toList();
  }

  static Stream<Fixtures.Fixture> oneOfEachRuleThatCanBeSwitchedOff() {
    return oneOfEachRule().filter(fixture -> !Settings.ALWAYS_ON.contains(fixture.rule()));
  }

  @Test
  void aRuleOnWhichEverythingRestsCannotBeSwitchedOff() {
    Map<String, Optional<Severity>> off = Map.of("manifest-is-json", Optional.empty());

    assertThatThrownBy(() -> Settings.DEFAULT.withSeverities(off))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the rule manifest-is-json cannot be turned off");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oneOfEachRuleThatCanBeSwitchedOff")
  void aRuleThatIsSwitchedOffFindsNothingAndTheOthersDoAsBefore(Fixtures.Fixture fixture) {
    String rule = fixture.rule();
    Settings off = fixture.settings().withSeverities(Map.of(rule, Optional.empty()));

    List<Finding> found = found(off, fixture.source());

    List<Finding> others = new ArrayList<>(JudgedFixtures.of(fixture).findings().all());
    others.removeIf(finding -> finding.rule().equals(rule));
    assertThat(found).isEqualTo(others);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oneOfEachRule")
  void aRuleFindsTheSameAtAnotherSeverity(Fixtures.Fixture fixture) {
    Map<String, Optional<Severity>> severities = new HashMap<>();
    List<Finding> before = JudgedFixtures.of(fixture).findings().all();
    for (Finding finding : before) {
      severities.put(finding.rule(), Optional.of(other(finding.severity())));
    }

    List<Finding> found = found(fixture.settings().withSeverities(severities), fixture.source());

    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            before.stream().map(it -> withSeverity(it, other(it.severity()))).toList());
  }

  @ParameterizedTest
  @EnumSource
  void severityOfARuleIsTheOneThatIsSet(Severity severity) {
    Settings settings =
        Settings.DEFAULT.withSeverities(Map.of("keys-are-defined", Optional.of(severity)));

    assertThat(found(settings, UNKNOWN_KEY)).map(Finding::severity).containsExactly(severity);
  }

  @Test
  void severityFollowsFromTheLevelByDefault() {
    assertThat(found(Settings.DEFAULT, UNKNOWN_KEY))
        .map(Finding::severity)
        .containsExactly(Severity.WARNING);
  }

  @Test
  void severityOfAnUnknownRuleChangesNothing() {
    Settings settings =
        Settings.DEFAULT.withSeverities(Map.of("no-such-rule", Optional.of(Severity.ERROR)));

    assertThat(found(settings, UNKNOWN_KEY)).isEqualTo(found(Settings.DEFAULT, UNKNOWN_KEY));
  }

  @Test
  void severitiesAreCopied() {
    Map<String, Optional<Severity>> severities = new HashMap<>();
    Settings settings = Settings.DEFAULT.withSeverities(severities);

    severities.put("keys-are-defined", Optional.empty());

    assertThat(settings).isEqualTo(Settings.DEFAULT);
  }

  @Test
  void whatIsSwitchedOffDoesNotCountTowardsTheLimit() {
    Settings settings =
        Settings.DEFAULT
            .withLimits(new Limits(1 << 20, 64, 64, 1))
            .withSeverities(Map.of("keys-are-defined", Optional.empty()));
    Source source =
        Source.of(
            "keys", "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"x\":1,\"y\":1}");

    assertThat(rules(found(settings, source))).containsExactly("image-name-is-given");
  }

  @Test
  void asManyFindingsAsTheLimitAllowsAreNotTooMany() {
    Settings settings = Settings.DEFAULT.withLimits(new Limits(1 << 20, 64, 64, 1));

    Judgement judgement = new Validator(settings).judge(UNKNOWN_KEY);

    assertThat(rules(judgement.findings().all())).containsExactly("keys-are-defined");
    assertThat(judgement.hitALimit()).isFalse();
  }

  @Test
  void aVersionThatIsSetIsUsedWhateverTheManifestSays() {
    Judgement judgement = new Validator(Settings.DEFAULT.withVersion(OLD)).judge(UNKNOWN_KEY);

    assertThat(judgement.version()).isEqualTo(OLD);
    assertThat(judgement.findings().all()).isNotEmpty().allMatch(it -> it.version().equals(OLD));
  }

  @Test
  void aVersionThatIsSetDoesNotExcuseTheVersionThatIsWritten() {
    Source source =
        Source.of(
            "bad version", "{\"acKind\":\"ImageManifest\",\"acVersion\":\"1\",\"name\":\"a.b/c\"}");

    List<Finding> found = found(Settings.DEFAULT.withVersion(SpecVersion.NEWEST), source);

    assertThat(rules(found)).containsExactly("ac-version-is-semver");
  }

  @Test
  void aVersionThatIsSetIsThatOfWhatIsNoManifest() {
    Judgement judgement =
        new Validator(Settings.DEFAULT.withVersion(OLD)).judge(Source.of("list", "[]"));

    assertThat(judgement.version()).isEqualTo(OLD);
  }

  @Test
  void aKindThatIsSetIsUsedWhateverTheManifestSays() {
    Judgement judgement =
        new Validator(Settings.DEFAULT.withKind(ManifestKind.POD_MANIFEST)).judge(UNKNOWN_KEY);

    assertThat(judgement.kind()).contains(ManifestKind.POD_MANIFEST);
    assertThat(rules(judgement.findings().all()))
        .contains("pod-manifest-kind-is-pod-manifest", "pod-apps-are-given")
        .doesNotContain("manifest-kind-is-known");
  }

  @Test
  void aKindThatIsSetIsJudgedAtTheNearestVersionThatHasIt() {
    Settings settings = Settings.DEFAULT.withKind(ManifestKind.CONTAINER_RUNTIME_MANIFEST);

    Judgement judgement = new Validator(settings).judge(UNKNOWN_KEY);

    assertThat(judgement.version()).hasToString("0.4.1");
    assertThat(rules(judgement.findings().all())).contains("manifest-kind-exists-at-its-version");
  }

  @Test
  void aKindThatIsSetDoesNotApplyToWhatIsNoObject() {
    Settings settings = Settings.DEFAULT.withKind(ManifestKind.POD_MANIFEST);

    Judgement judgement = new Validator(settings).judge(Source.of("list", "[]"));

    assertThat(judgement.kind()).isEmpty();
    assertThat(rules(judgement.findings().all())).containsExactly("manifest-is-an-object");
  }

  @Test
  void aTemplateMayLeaveOpenWhatIsDecidedLater() {
    assertThat(rules(found(Settings.DEFAULT, TEMPLATE)))
        .containsExactlyInAnyOrder(
            "pod-app-image-id-is-given", "pod-is-reified", "mount-volume-exists");
    assertThat(found(Settings.DEFAULT.withPodTemplate(true), TEMPLATE)).isEmpty();
  }

  @Test
  void aTemplateIsJudgedInEverythingElse() {
    Settings settings = Settings.DEFAULT.withPodTemplate(true);

    assertThat(found(settings, UNKNOWN_KEY)).isEqualTo(found(Settings.DEFAULT, UNKNOWN_KEY));
  }

  @Test
  void settingsAreAddedToThoseThereAre() {
    Limits limits = new Limits(1, 2, 3, 4);
    Map<String, Optional<Severity>> severities = Map.of("a", Optional.empty());

    ArchiveLimits archiveLimits = ArchiveLimits.DEFAULT.withEntries(7);
    DependencyLimits dependencyLimits = new DependencyLimits(5, 6, 7);
    Settings settings =
        Settings.DEFAULT
            .withLimits(limits)
            .withVersion(OLD)
            .withKind(ManifestKind.POD_MANIFEST)
            .withPodTemplate(true)
            .withSeverities(severities)
            .withArchiveLimits(archiveLimits)
            .withDependencyLimits(dependencyLimits);

    assertThat(settings)
        .isEqualTo(
            new Settings(
                limits,
                archiveLimits,
                dependencyLimits,
                Optional.of(OLD),
                Optional.of(ManifestKind.POD_MANIFEST),
                true,
                Optional.empty(),
                severities));
  }

  private static Severity other(Severity severity) {
    return severity == Severity.INFO ? Severity.ERROR : Severity.INFO;
  }

  private static Finding withSeverity(Finding finding, Severity severity) {
    return new Finding(
        finding.clause(),
        finding.version(),
        severity,
        finding.place(),
        finding.message(),
        finding.help());
  }
}
