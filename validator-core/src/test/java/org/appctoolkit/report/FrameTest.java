package org.appctoolkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.appctoolkit.document.Document;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Region;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Severity;
import org.junit.jupiter.api.Test;

class FrameTest {
  @Test
  void caretsStandBelowTheRegion() {
    String frame = frame("{\n  \"a\": 1\n}", "\"a\"");

    assertThat(frame).isEqualTo("  2 |   \"a\": 1\n    |   ^^^\n");
  }

  @Test
  void aTabReachesToTheNextFourthColumn() {
    String frame = frame("{\t\"a\":\t1}", "1");

    assertThat(frame).isEqualTo("  1 | {   \"a\":    1}\n    |             ^\n");
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    String frame = frame("[\"漢字\", 1]", "1");

    assertThat(frame).isEqualTo("  1 | [\"漢字\", 1]\n    |          ^\n");
  }

  @Test
  void emojiOutsideTheBasicPlaneTakeTwoColumns() {
    String frame = frame("[\"🚀\", 1]", "1");

    assertThat(frame).isEqualTo("  1 | [\"🚀\", 1]\n    |        ^\n");
  }

  @Test
  void combiningMarksTakeNoColumn() {
    String frame = frame("[\"e\u0301\", 1]", "1");

    assertThat(frame).isEqualTo("  1 | [\"e\u0301\", 1]\n    |       ^\n");
  }

  @Test
  void charactersThatCouldDriveATerminalAreEscapedAndCountedAsShown() {
    String frame = frame("[\"\u001b[31m\u202e\", 7]", "7");

    assertThat(frame)
        .isEqualTo("  1 | [\"\\u001b[31m\\u202e\", 7]\n    |                      ^\n");
  }

  @Test
  void ofARegionOfSeveralLinesTheFirstIsShown() {
    String frame = frame("{ \"a\": [ \r\n1\r\n] }", "[ \r\n1\r\n]");

    assertThat(frame).isEqualTo("  1 | { \"a\": [\n    |        ^^\n");
  }

  @Test
  void anEmptyRegionHasOneCaret() {
    String frame = frame("{ }", "");

    assertThat(frame).isEqualTo("  1 | { }\n    | ^\n");
  }

  @Test
  void theEndOfATextHasACaretBehindIt() {
    Document document = document("[1,");
    Region region = new Region(document.position(3), document.position(3));

    String frame = Frame.of(document.text(), region, Severity.ERROR, Palette.PLAIN);

    assertThat(frame).isEqualTo("  1 | [1,\n    |    ^\n");
  }

  @Test
  void aDocumentWithoutTextHasNoFrame() {
    assertThat(frame("", "")).isEmpty();
  }

  @Test
  void aLongLineIsCutOnBothSides() {
    String frame =
        frame("[" + "1,".repeat(200_000) + "\"here\"" + ",2".repeat(200_000) + "]", "\"here\"");

    assertThat(frame)
        .isEqualTo(
            "  1 | …"
                + "1,".repeat(15)
                + "\"here\""
                + ",2".repeat(32)
                + "…\n    | "
                + " ".repeat(31)
                + "^^^^^^\n");
  }

  @Test
  void aLongLineIsCutBehindWhenTheRegionIsNearItsStart() {
    String frame = frame("[\"here\"" + ",2".repeat(400) + "]", "\"here\"");

    assertThat(frame).isEqualTo("  1 | [\"here\"" + ",2".repeat(46) + ",…\n    |  ^^^^^^\n");
  }

  @Test
  void aLongRegionIsUnderlinedAsFarAsItIsShown() {
    String frame = frame("[\"" + "x".repeat(5000) + "\"]", "\"" + "x".repeat(5000) + "\"");

    assertThat(frame)
        .isEqualTo("  1 | [\"" + "x".repeat(98) + "…\n    |  " + "^".repeat(99) + "\n");
  }

  @Test
  void aCutNeverSplitsACharacter() {
    String frame =
        frame("[\"" + "🚀".repeat(5000) + "\",1," + "\"" + "🚀".repeat(5000) + "\"]", "1");

    assertThat(frame.chars().filter(c -> Character.isSurrogate((char) c)).count()).isEven();
    assertThat(frame).doesNotContain("\\u");
  }

  @Test
  void longLineNumbersMakeTheGutterWider() {
    String frame = frame("\n".repeat(12_344) + "1", "1");

    assertThat(frame).isEqualTo("12345 | 1\n      | ^\n");
  }

  private static String frame(String text, String region) {
    Document document = document(text);
    int start = document.text().indexOf(region);
    return Frame.of(
        document.text(),
        new Region(document.position(start), document.position(start + region.length())),
        Severity.ERROR,
        Palette.PLAIN);
  }

  private static Document document(String text) {
    return Document.read(Source.of("test", text), Limits.DEFAULT);
  }
}
