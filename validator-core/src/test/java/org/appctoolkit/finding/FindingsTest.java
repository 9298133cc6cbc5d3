package org.appctoolkit.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Position;
import org.appctoolkit.document.Region;
import org.appctoolkit.spec.Clauses;
import org.appctoolkit.spec.Level;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {
  private static Finding finding(
      int offset, Severity severity, String rule, String pointer, String message) {
    Position position = new Position(offset, 1, offset + 1);
    return new Finding(
        Clauses.get(rule),
        SpecVersion.NEWEST,
        severity,
        new Place.InText(Pointer.parse(pointer), new Region(position, position)),
        message,
        "");
  }

  @Test
  void areInTheOrderOfPlaceWeightRulePointerAndMessage() {
    List<Finding> ordered =
        List.of(
            finding(1, Severity.INFO, "keys-are-unique", "/z", "z"),
            finding(9, Severity.ERROR, "keys-are-defined", "/b", "b"),
            finding(9, Severity.ERROR, "keys-are-unique", "/a", "a"),
            finding(9, Severity.ERROR, "keys-are-unique", "/a", "b"),
            finding(9, Severity.ERROR, "keys-are-unique", "/b", "a"),
            finding(9, Severity.WARNING, "keys-are-defined", "/a", "a"),
            finding(9, Severity.INFO, "keys-are-defined", "/a", "a"),
            finding(10, Severity.ERROR, "keys-are-defined", "", "a"));
    List<Finding> shuffled = new ArrayList<>(ordered);

    Collections.shuffle(shuffled, new Random(20150501));

    assertThat(new Findings(shuffled).all()).isEqualTo(ordered);
  }

  @Test
  void whatIsFoundTwiceIsOneFinding() {
    Finding finding = finding(1, Severity.INFO, "keys-are-unique", "/a", "a");
    Finding again = finding(1, Severity.INFO, "keys-are-unique", "/a", "a");

    assertThat(new Findings(List.of(finding, again)).all()).containsExactly(finding);
  }

  @Test
  void worstIsTheHeaviest() {
    Findings findings =
        new Findings(
            List.of(
                finding(1, Severity.INFO, "keys-are-unique", "/a", "a"),
                finding(2, Severity.WARNING, "keys-are-unique", "/b", "a"),
                finding(3, Severity.INFO, "keys-are-unique", "/c", "a")));

    assertThat(findings.worst()).contains(Severity.WARNING);
  }

  @Test
  void worstOfNoneIsNone() {
    assertThat(new Findings(List.of()).worst()).isEmpty();
  }

  @Test
  void areCountedBySeverity() {
    Findings findings =
        new Findings(
            List.of(
                finding(1, Severity.INFO, "keys-are-unique", "/a", "a"),
                finding(2, Severity.ERROR, "keys-are-unique", "/b", "a"),
                finding(3, Severity.INFO, "keys-are-unique", "/c", "a")));

    assertThat(findings.count(Severity.INFO)).isEqualTo(2);
    assertThat(findings.count(Severity.WARNING)).isZero();
    assertThat(findings.count(Severity.ERROR)).isEqualTo(1);
  }

  @Test
  void aFindingHasTheNameOfItsClause() {
    assertThat(finding(1, Severity.INFO, "keys-are-unique", "", "a").rule())
        .isEqualTo("keys-are-unique");
  }

  @ParameterizedTest
  @CsvSource({"MUST, ERROR, error", "SHOULD, WARNING, warning", "MAY, INFO, info"})
  void severityFollowsFromTheLevel(Level level, Severity severity, String id) {
    assertThat(Severity.of(level)).isEqualTo(severity);
    assertThat(severity.id()).isEqualTo(id);
  }
}
