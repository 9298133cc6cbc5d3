package org.appctoolkit.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.List;
import org.appctoolkit.document.Malformation.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
  private static Document read(String text) {
    return Document.read(Source.of("text", text), Limits.DEFAULT);
  }

  private static Document readBytes(String latin1) {
    return Document.read(Source.of("bytes", latin1.getBytes(ISO_8859_1)), Limits.DEFAULT);
  }

  private static List<Kind> kinds(Document document) {
    return document.malformations().stream().map(Malformation::kind).toList();
  }

  private static String stretch(Document document, Region region) {
    return document.text().substring(region.start().offset(), region.end().offset());
  }

  // --- the tree

  @Test
  void valuesAreFoundByPointer() {
    Document document = read("{\"labels\": [{\"name\": \"os\"}, 7], \"a/b~c\": null}");

    assertThat(document.at(Pointer.ROOT)).isEqualTo(document.root());
    assertThat(document.at(Pointer.parse("/labels/0/name")))
        .hasValueSatisfying(
            value ->
                assertThat(value)
                    .isInstanceOfSatisfying(
                        Json.Str.class, os -> assertThat(os.value()).isEqualTo("os")));
    assertThat(document.at(Pointer.parse("/a~1b~0c")))
        .hasValueSatisfying(value -> assertThat(value).isInstanceOf(Json.Null.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/b", "/a/2", "/a/-", "/a/00", "/a/+0", "/a/", "/a/99999999999", "/a/0/0", "/s/0"})
  void noValueIsFoundWhereNoneIs(String pointer) {
    Document document = read("{\"a\": [0, 1], \"s\": \"x\"}");

    assertThat(document.at(Pointer.parse(pointer))).isEmpty();
    assertThat(document.keyRegion(Pointer.parse(pointer))).isEmpty();
  }

  @Test
  void keyOfMemberHasItsRegion() {
    Document document = read("{\n  \"a\": [ 1 ]\n}");

    assertThat(document.keyRegion(Pointer.parse("/a")))
        .contains(new Region(new Position(4, 2, 3), new Position(7, 2, 6)));
  }

  @Test
  void elementAndRootHaveNoKey() {
    Document document = read("{\"a\": [ 1 ]}");

    assertThat(document.keyRegion(Pointer.parse("/a/0"))).isEmpty();
    assertThat(document.keyRegion(Pointer.ROOT)).isEmpty();
  }

  @Test
  void escapesAreResolvedInValuesAndKeys() {
    Document document = read("{\"\\u0061\\n\": \"\\\"\\\\\\/\\b\\f\\r\\t\\ud83d\\ude00\"}");

    assertThat(document.at(Pointer.ROOT.key("a\n")))
        .hasValueSatisfying(
            value ->
                assertThat(value)
                    .isInstanceOfSatisfying(
                        Json.Str.class,
                        str -> assertThat(str.value()).isEqualTo("\"\\/\b\f\r\t😀")));
  }

  // --- places

  @ParameterizedTest
  @CsvSource({"0,1,1", "1,1,2", "3,1,3", "5,2,1", "6,3,1", "7,4,1", "8,4,2", "9,4,3"})
  void offsetHasLineAndColumn(int offset, int line, int column) {
    Document document = read("a😀\r\n\n\rbc");

    assertThat(document.position(offset)).isEqualTo(new Position(offset, line, column));
  }

  @Test
  void offsetBeyondTheTextIsRefused() {
    Document document = read("{}");

    assertThatThrownBy(() -> document.position(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> document.position(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void lineComesWithoutItsEnd() {
    Document document = read("[\r\n1,\r2\n]\n");

    assertThat(List.of(1, 2, 3, 4, 5).stream().map(document::line))
        .containsExactly("[", "1,", "2", "]", "");
  }

  @Test
  void lineBeyondTheTextIsRefused() {
    Document document = read("{}");

    assertThatThrownBy(() -> document.line(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> document.line(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  // --- what leaves a tree

  @Test
  void firstOfDuplicateKeysCounts() {
    Document document = read("{\"a\": 1,\n \"b\": 2,\n \"a\": 3, \"\\u0061\": 4}");

    assertThat(kinds(document)).containsExactly(Kind.DUPLICATE_KEY, Kind.DUPLICATE_KEY);
    assertThat(document.malformations().get(0).help()).endsWith("the first is in line 1");
    assertThat(document.at(Pointer.parse("/a")))
        .hasValueSatisfying(
            value ->
                assertThat(value)
                    .isInstanceOfSatisfying(
                        Json.Num.class, num -> assertThat(num.text()).isEqualTo("1")));
    assertThat(((Json.Obj) document.root().orElseThrow()).members()).hasSize(2);
  }

  @Test
  void malformationInsideADroppedValueIsReported() {
    Document document = read("{\"a\": 1, \"a\": {\"b\": 1, \"b\": 2}}");

    assertThat(document.malformations())
        .extracting(Malformation::message)
        .containsExactly(
            "the key \"a\" occurs twice in this object",
            "the key \"b\" occurs twice in this object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\ud800",
        "\\udc00",
        "\\ud800x",
        "\\ud800\\u0041",
        "\\ud800\\n",
        "\\ude00\\ud83d"
      })
  void halfOfASurrogatePairIsReplaced(String escapes) {
    Document document = read("[\"" + escapes + "\"]");

    assertThat(kinds(document)).isNotEmpty().containsOnly(Kind.LONE_SURROGATE);
    assertThat(stretch(document, document.malformations().get(0).region())).hasSize(6);
    assertThat(document.at(Pointer.parse("/0")))
        .hasValueSatisfying(
            value ->
                assertThat(value)
                    .isInstanceOfSatisfying(
                        Json.Str.class, str -> assertThat(str.value()).startsWith("\ufffd")));
  }

  @Test
  void differentHalvesInKeysAreNoDuplicateKeys() {
    Document document = read("{\"\\ud800\": 1, \"\\ud801\": 2}");

    assertThat(kinds(document)).containsExactly(Kind.LONE_SURROGATE, Kind.LONE_SURROGATE);
  }

  @Test
  void byteOrderMarkIsReportedAndNotCounted() {
    Document document = read("\ufeff{\"a\": 1}");

    assertThat(kinds(document)).containsExactly(Kind.BYTE_ORDER_MARK);
    assertThat(document.text()).isEqualTo("{\"a\": 1}");
    assertThat(document.root().orElseThrow().region().start()).isEqualTo(Position.START);
  }

  @Test
  void oneHundredMalformationsAreEnough() {
    Document document = read("[" + "\"\\ud800\",".repeat(200) + "oops");

    assertThat(document.malformations()).hasSize(101);
    assertThat(document.malformations().get(100).kind()).isEqualTo(Kind.SYNTAX);
  }

  @Test
  void malformationsComeInTheOrderOfPlace() {
    Document document = read("{\"a\": 1, \"a\": 2, \"b\": \"\\ud800 and no end");

    assertThat(kinds(document))
        .containsExactly(Kind.DUPLICATE_KEY, Kind.SYNTAX, Kind.LONE_SURROGATE);
    assertThat(document.root()).isEmpty();
  }

  // --- bytes

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'\u00e9t'; a character that is not complete",
        "'\u0080'; a character that has not begun",
        "'\u00c0\u00af'; an overlong form",
        "'\u00e0\u0080\u0080'; an overlong form",
        "'\u00f0\u0080\u0080\u0080'; an overlong form",
        "'\u00ed\u00a0\u0080'; an encoded surrogate",
        "'\u00f4\u0090\u0080\u0080'; beyond U+10FFFF",
        "'\u00ff'; beyond U+10FFFF",
        "'\u00e2\u0082'; a character that is not complete"
      })
  void bytesThatAreNotUtf8AreNamed(String latin1, String reason) {
    Document document = readBytes("[1,\n\"" + latin1 + "\"]");

    assertThat(kinds(document)).containsExactly(Kind.ENCODING);
    Malformation malformation = document.malformations().get(0);
    assertThat(malformation.message()).contains(reason);
    assertThat(malformation.region().start()).isEqualTo(new Position(5, 2, 2));
    assertThat(document.root()).isEmpty();
    assertThat(document.line(2)).startsWith("\"\ufffd").endsWith("\"]");
  }

  @Test
  void latin1LetterIsRecognised() {
    Document document = readBytes("[\"\u00e9t\u00e9\"]");

    assertThat(document.malformations().get(0).help())
        .isEqualTo("save the text as UTF-8 (in ISO-8859-1 this byte is é)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void otherEncodingIsNamedAndShown(String encoding) {
    Charset charset = Charset.forName(encoding);
    Document plain = Document.read(Source.of("x", "{\"a\": 1}".getBytes(charset)), Limits.DEFAULT);
    Document marked =
        Document.read(Source.of("x", "\ufeff{\"a\": 1}".getBytes(charset)), Limits.DEFAULT);

    assertThat(List.of(plain, marked))
        .allSatisfy(
            document -> {
              assertThat(kinds(document)).containsExactly(Kind.ENCODING);
              assertThat(document.malformations().get(0).message()).contains(encoding);
              assertThat(document.text()).isEqualTo("{\"a\": 1}");
              assertThat(document.root()).isEmpty();
            });
  }

  @Test
  void brokenTextInAnotherEncodingIsShownAllTheSame() {
    byte[] little = "\ufeff[\ud800]".getBytes(UTF_16LE);
    byte[] big = {(byte) 0xfe, (byte) 0xff, 0};

    assertThat(kinds(Document.read(Source.of("x", little), Limits.DEFAULT)))
        .containsExactly(Kind.ENCODING);
    assertThat(Document.read(Source.of("x", big), Limits.DEFAULT).text()).isEqualTo("\ufffd");
  }

  @ParameterizedTest
  @CsvSource({
    "'\u001f\u008b\u0008', a gzip file, ENCODING",
    "BZh91AY, a bzip2 file, SYNTAX",
    "'\u00fd7zXZ\u0000', an xz file, ENCODING",
    "'PK\u0003\u0004', a zip file, SYNTAX",
    "'\u007fELF', an ELF program, SYNTAX"
  })
  void binaryFormatIsRecognised(String latin1, String name, Kind kind) {
    Document document = readBytes(latin1);

    assertThat(kinds(document)).containsExactly(kind);
    assertThat(document.malformations().get(0).message())
        .isEqualTo("the content looks like " + name + ", not like JSON");
  }

  @Test
  void tarArchiveIsRecognised() {
    String header = "manifest" + "\0".repeat(249) + "ustar\0" + "00" + "\0".repeat(247);

    Document document = readBytes(header);

    assertThat(document.malformations().get(0).message()).contains("a tar archive");
  }

  // --- limits

  @Test
  void lengthIsLimitedInBytes() {
    Limits limits = new Limits("\"é\"".getBytes(UTF_8).length, 1, 1, 1000);

    assertThat(Document.read(Source.of("x", "\"é\""), limits).malformations()).isEmpty();
    Document longer = Document.read(Source.of("x", "\"éa\""), limits);
    assertThat(kinds(longer)).containsExactly(Kind.DOCUMENT_TOO_LONG);
    assertThat(longer.text()).isEmpty();
    assertThat(longer.line(1)).isEmpty();
  }

  @Test
  void depthIsLimitedAtTheBracket() {
    Limits limits = new Limits(1000, 3, 64, 1000);

    assertThat(Document.read(Source.of("x", "[{\"a\": []}, []]"), limits).malformations())
        .isEmpty();
    Document deeper = Document.read(Source.of("x", "[{\"a\": [{}]}]"), limits);
    assertThat(kinds(deeper)).containsExactly(Kind.TOO_DEEP);
    assertThat(deeper.malformations().get(0).region().start().offset()).isEqualTo(8);
    assertThat(deeper.root()).isEmpty();
  }

  @Test
  void depthWithoutLimitNeedsNoStack() {
    Limits limits = new Limits(1 << 20, Integer.MAX_VALUE, 64, 1000);
    int depth = 2000;

    Document document =
        Document.read(Source.of("x", "[".repeat(depth) + "]".repeat(depth)), limits);
    Document unclosed = Document.read(Source.of("x", "{\"a\":".repeat(depth)), limits);

    assertThat(document.malformations()).isEmpty();
    assertThat(unclosed.malformations().get(0).help()).contains(depth + " brackets are open");
  }

  @Test
  void lengthOfNumbersIsLimited() {
    Limits limits = new Limits(1000, 3, 4, 1000);

    assertThat(Document.read(Source.of("x", "[-1.5]"), limits).malformations()).isEmpty();
    Document longer = Document.read(Source.of("x", "[-1.50]"), limits);
    assertThat(kinds(longer)).containsExactly(Kind.NUMBER_TOO_LONG);
    assertThat(stretch(longer, longer.malformations().get(0).region())).isEqualTo("-1.50");
    assertThat(longer.root()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e10000", "1E-10000", "0e99999999999999", "-1.5e+2000000000"})
  void exponentsAreLimited(String number) {
    Document document = read("[" + number + "]");

    assertThat(kinds(document)).containsExactly(Kind.NUMBER_TOO_LONG);
    assertThat(document.malformations().get(0).message()).contains("exponent");
  }
}
