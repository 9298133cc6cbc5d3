package org.appctoolkit.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.spec.Level;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Judgement FINE = scene -> Judgement.when(true, "", "");
  private static final List<Scenario> SCENARIOS =
      List.of(
          scenario("namespaces/pid", "apps-share-the-pid-namespace"),
          scenario("namespaces/net", "apps-share-the-network-namespace"),
          scenario("names/other", "apps-signal-each-other"));

  private static Scenario scenario(String id, String clause) {
    return Scenario.of(id, id, stage -> {}).expecting("one", clause, FINE);
  }

  private static List<String> ids(Selection selection) throws Selection.NothingException {
    return selection.of(SCENARIOS, SpecVersion.NEWEST).stream()
        .map(it -> it.scenario().id())
        .toList();
  }

  private static Selection byId(String id) {
    return new Selection(Set.of(), Set.of(), Set.of(), Set.of(id));
  }

  @Test
  void nothingNamedIsEverything() throws Exception {
    assertThat(ids(Selection.ALL)).hasSize(3);
  }

  @Test
  void aClauseSelectsWhatJudgesByIt() throws Exception {
    Selection selection =
        new Selection(Set.of("apps-signal-each-other"), Set.of(), Set.of(), Set.of());

    assertThat(ids(selection)).containsExactly("names/other");
  }

  @Test
  void aSectionIsNamedByAnyPartOfItsReference() throws Exception {
    Selection selection = new Selection(Set.of(), Set.of("pods.md"), Set.of(), Set.of());

    assertThat(ids(selection)).hasSize(3);
  }

  @Test
  void starsStandForAnyCharacters() throws Exception {
    assertThat(ids(byId("namespaces/*"))).containsExactly("namespaces/pid", "namespaces/net");
  }

  @Test
  void theIdOfAnExpectationSelectsIt() throws Exception {
    assertThat(ids(byId("namespaces/pid/one"))).containsExactly("namespaces/pid");
  }

  @Test
  void optionsOfDifferentNamesHaveToHoldTogether() {
    Selection selection =
        new Selection(Set.of("apps-signal-each-other"), Set.of(), Set.of(), Set.of("namespaces/*"));

    assertThatThrownBy(() -> ids(selection))
        .hasMessage("no expectation at 0.8.11 has all that was asked for");
  }

  @Test
  void aLevelWithoutExpectationsIsNothing() {
    Selection selection = new Selection(Set.of(), Set.of(), Set.of(Level.MAY), Set.of());

    assertThatThrownBy(() -> ids(selection)).isInstanceOf(Selection.NothingException.class);
  }

  @Test
  void whatMayHaveBeenMeantIsAsked() {
    assertThatThrownBy(() -> ids(byId("namespaces/pdi")))
        .hasMessageContaining("did you mean namespaces/pid");
  }

  @Test
  void anUnknownClauseIsSaid() {
    Selection selection =
        new Selection(Set.of("apps-signal-eachother"), Set.of(), Set.of(), Set.of());

    assertThatThrownBy(() -> ids(selection))
        .hasMessage(
            "there is no clause \"apps-signal-eachother\"; did you mean apps-signal-each-other?");
  }

  @Test
  void theSeedDecidesTheOrder() throws Exception {
    List<Order> orders = Selection.ALL.of(SCENARIOS, SpecVersion.NEWEST);

    assertThat(Selection.shuffled(orders, 7)).isEqualTo(Selection.shuffled(orders, 7));
    assertThat(LongStream.range(0, 20).mapToObj(it -> Selection.shuffled(orders, it)).distinct())
        .hasSizeGreaterThan(1);
  }
}
