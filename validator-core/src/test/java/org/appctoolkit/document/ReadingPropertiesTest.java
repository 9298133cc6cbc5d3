package org.appctoolkit.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.appctoolkit.document.Malformation.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every document, tried with many. */
class ReadingPropertiesTest {
  private static final JsonMapper JACKSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  @Provide
  Arbitrary<Sample> samples() {
    return Sample.any();
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    return Mutation.some();
  }

  private static Document read(String text) {
    return Document.read(Source.of("text", text), Limits.DEFAULT);
  }

  @Property
  void whatWasRenderedIsRead(@ForAll("samples") Sample sample, @ForAll long seed) {
    Document document = read(sample.render(new Random(seed)));

    assertThat(document.malformations()).isEmpty();
    assertThat(document.root().map(Sample::of)).contains(sample);
  }

  @Property(tries = 300)
  void everyValueIsWhereItsRegionSays(@ForAll("samples") Sample sample, @ForAll long seed) {
    Document document = read(sample.render(new Random(seed)));

    checkPlaces(document, document.root().orElseThrow());
  }

  private static void checkPlaces(Document document, Json json) {
    String text = document.text();
    Region region = json.region();
    Document again = read(text.substring(region.start().offset(), region.end().offset()));
    assertThat(again.root().map(Sample::of)).contains(Sample.of(json));
    assertThat(again.root().orElseThrow().region().end().offset()).isEqualTo(again.text().length());
    assertThat(region.start()).isEqualTo(countedPosition(text, region.start().offset()));
    assertThat(region.end()).isEqualTo(countedPosition(text, region.end().offset()));
    assertThat(document.at(json.pointer())).containsSame(json);
    if (json instanceof Json.Obj obj) {
      for (Json.Member member : obj.members()) {
        Region key = member.keyRegion();
        assertThat(document.keyRegion(member.value().pointer())).contains(key);
        assertThat(read(text.substring(key.start().offset(), key.end().offset())).root())
            .map(Sample::of)
            .contains(new Sample.Text(member.key()));
        checkPlaces(document, member.value());
      }
    } else if (json instanceof Json.Arr arr) {
      arr.elements().forEach(element -> checkPlaces(document, element));
    }
  }

  /** Counts as one would by hand; the reader must not take so long. */
  private static Position countedPosition(String text, int offset) {
    String before = text.substring(0, offset);
    String[] lines = before.replace("\r\n", "\n").split("[\r\n]", -1);
    // Between CR and LF the line has not ended yet.
    boolean amidLineEnd = before.endsWith("\r") && text.startsWith("\n", offset);
    int line = amidLineEnd ? lines.length - 1 : lines.length;
    String last = amidLineEnd ? lines[line - 1] + "\r" : lines[line - 1];
    return new Position(offset, line, last.codePointCount(0, last.length()) + 1);
  }

  @Property
  void everyOffsetHasTheCountedPosition(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      text.append(List.of("\r", "\n", "a", "é", "😀").get(random.nextInt(5)));
    }
    Document document = read(text.toString());

    for (int offset = 0; offset <= text.length(); offset++) {
      assertThat(document.position(offset)).isEqualTo(countedPosition(text.toString(), offset));
    }
  }

  @Property
  void anyBytesAreReadWithoutAnException(@ForAll byte[] bytes) {
    checkSoundness(bytes);
  }

  @Property
  void changedDocumentIsReadWithoutAnException(
      @ForAll("samples") Sample sample,
      @ForAll long seed,
      @ForAll("mutations") List<Mutation> mutations) {
    byte[] bytes = Mutation.apply(mutations, sample.render(new Random(seed))).getBytes(UTF_8);

    checkSoundness(bytes);
  }

  @Property
  void documentWithChangedBytesIsReadWithoutAnException(
      @ForAll("samples") Sample sample, @ForAll long seed, @ForAll byte[] noise) {
    Random random = new Random(seed);
    byte[] bytes = sample.render(random).getBytes(UTF_8);
    for (byte octet : noise) {
      if (bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] = octet;
      }
    }

    checkSoundness(bytes);
  }

  private static void checkSoundness(byte[] bytes) {
    assertThatCode(() -> Document.read(Source.of("x", bytes), Limits.DEFAULT))
        .doesNotThrowAnyException();
    Document document = Document.read(Source.of("x", bytes), Limits.DEFAULT);
    // Either there is a tree, or a reason why not.
    assertThat(document.root().isPresent() || !document.malformations().isEmpty()).isTrue();
    assertThat(document.malformations())
        .isSortedAccordingTo((a, b) -> a.region().start().compareTo(b.region().start()))
        .allSatisfy(
            malformation -> {
              assertThat(malformation.message()).isNotEmpty();
              assertThat(malformation.message() + malformation.help())
                  .doesNotContainPattern("\\p{Cntrl}");
              assertThat(malformation.region().end().offset())
                  .isLessThanOrEqualTo(document.text().length());
              assertThat(document.line(malformation.region().start().line())).isNotNull();
            });
  }

  /**
   * Jackson and we agree on what JSON is; from a fixed seed, as the other side is not ours to keep.
   *
   * <p>Known differences, which are left out:
   *
   * <ul>
   *   <li>Half of a surrogate pair in an escape is within the grammar and Jackson takes it, but
   *       what it means is open (RFC 8259, section 8.2).
   *   <li>Depth, length and exponents have limits of their own in each reader.
   *   <li>Jackson takes UTF-16 and UTF-32, which it tells by zeros among the first four bytes, and
   *       skips one byte order mark.
   *   <li>Jackson's reader of characters takes a backslash, u and digits beyond ASCII, of which it
   *       looks at the low byte only; its reader of bytes, which is used here, does not.
   *   <li>Jackson throws a {@code NumberFormatException} of its own for exponents beyond {@code
   *       int}, before it looks at what follows the number.
   * </ul>
   */
  @Property(tries = 5000, seed = "20150501")
  void jacksonAgrees(
      @ForAll("samples") Sample sample,
      @ForAll long seed,
      @ForAll("mutations") List<Mutation> mutations) {
    String text = Mutation.apply(mutations, sample.render(new Random(seed)));
    Document document = read(text);
    List<Kind> kinds = document.malformations().stream().map(Malformation::kind).toList();
    Assume.that(
        !kinds.contains(Kind.LONE_SURROGATE)
            && !kinds.contains(Kind.TOO_DEEP)
            && !kinds.contains(Kind.NUMBER_TOO_LONG)
            && !kinds.contains(Kind.ENCODING)
            && document.text().lastIndexOf('\0', 3) < 0
            && !document.text().startsWith("\ufeff"));

    boolean accepted = kinds.stream().allMatch(kind -> kind == Kind.BYTE_ORDER_MARK);

    assertThat(accepted)
        .as("%s", Excerpt.of(document.text()))
        .isEqualTo(jacksonAccepts(document.text()));
  }

  private static boolean jacksonAccepts(String text) {
    try {
      return !JACKSON.readTree(text.getBytes(UTF_8)).isMissingNode();
    } catch (JacksonException | NumberFormatException refused) {
      return false;
    }
  }
}
