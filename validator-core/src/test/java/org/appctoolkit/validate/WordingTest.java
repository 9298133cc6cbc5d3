package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.appctoolkit.document.Region;
import org.appctoolkit.finding.Finding;
import org.junit.jupiter.api.Test;

/** How findings are worded, over all fixtures. */
class WordingTest {
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

  /** A word such as JSON, or a name such as U+00A0, is in capitals wherever it stands. */
  private static final Pattern CAPITAL = Pattern.compile("^\\p{Upper}\\p{Lower}.*", Pattern.DOTALL);

  @Test
  void aMessageSaysSomething() {
    assertThat(thoseWhose(finding -> finding.message().isBlank())).isEmpty();
  }

  @Test
  void aMessageBeginsInLowerCaseUnlessTheDocumentHasItsFirstWord() {
    List<String> faults = new ArrayList<>();
    JudgedFixtures.ALL.forEach(
        (fixture, judgement) -> {
          for (Finding finding : judgement.findings().all()) {
            String first = finding.message().split(" ", 2)[0];
            if (CAPITAL.matcher(first).matches()
                && !judgement.document().orElseThrow().text().contains(first)) {
              faults.add(shown(fixture, finding));
            }
          }
        });

    assertThat(faults).isEmpty();
  }

  @Test
  void aMessageHasNoFullStop() {
    assertThat(thoseWhose(finding -> finding.message().matches("(?s).*(?:[^ .]\\.|[!\\s])")))
        .isEmpty();
  }

  @Test
  void messagesAndHelpArePrintable() {
    assertThat(
            thoseWhose(
                finding ->
                    UNPRINTABLE.matcher(finding.message()).find()
                        || UNPRINTABLE.matcher(finding.help()).find()))
        .isEmpty();
  }

  @Test
  void thereIsAlwaysHelp() {
    assertThat(thoseWhose(finding -> finding.help().isBlank())).isEmpty();
  }

  @Test
  void helpIsNotTheMessageAgain() {
    assertThat(thoseWhose(finding -> finding.help().equals(finding.message()))).isEmpty();
  }

  @Test
  void noMessageShowsHowTheToolIsMade() {
    Pattern code =
        Pattern.compile(
            "Exception|\\bnull pointer|org\\.appctoolkit|com\\.networknt|@[0-9a-f]{6,}\\b|Optional\\[|x-clause|\\$ref|\\$defs");

    assertThat(
            thoseWhose(
                finding ->
                    code.matcher(finding.message()).find() || code.matcher(finding.help()).find()))
        .isEmpty();
  }

  @Test
  void aFindingPointsAtSomethingInTheDocument() {
    List<String> faults = new ArrayList<>();
    JudgedFixtures.ALL.forEach(
        (fixture, judgement) -> {
          for (Finding finding : judgement.findings().all()) {
            Region region = finding.inText().orElseThrow().region();
            boolean inside =
                region.start().compareTo(region.end()) <= 0
                    && region.end().offset() <= judgement.document().orElseThrow().text().length();
            boolean exists =
                judgement.document().orElseThrow().root().isEmpty()
                    || judgement
                        .document()
                        .orElseThrow()
                        .at(finding.inText().orElseThrow().pointer())
                        .isPresent();
            if (!inside || !exists) {
              faults.add(shown(fixture, finding));
            }
          }
        });

    assertThat(faults).isEmpty();
  }

  @Test
  void findingsAreInTheOrderOfTheText() {
    List<String> faults = new ArrayList<>();
    JudgedFixtures.ALL.forEach(
        (fixture, judgement) -> {
          int offset = 0;
          for (Finding finding : judgement.findings().all()) {
            if (finding.inText().orElseThrow().region().start().offset() < offset) {
              faults.add(shown(fixture, finding));
            }
            offset = finding.inText().orElseThrow().region().start().offset();
          }
        });

    assertThat(faults).isEmpty();
  }

  private static List<String> thoseWhose(Predicate<Finding> faulty) {
    List<String> faults = new ArrayList<>();
    JudgedFixtures.ALL.forEach(
        (fixture, judgement) ->
            judgement.findings().all().stream()
                .filter(faulty)
                .forEach(finding -> faults.add(shown(fixture, finding))));
    return faults;
  }

  private static String shown(Fixtures.Fixture fixture, Finding finding) {
    return fixture + ": " + finding.message() + " (" + finding.help() + ")";
  }
}
