package org.appctoolkit.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** A JSON value without places: what a reader should find in the text that it is rendered to. */
sealed interface Sample {
  /** A word or number, as it is written. */
  record Plain(String text) implements Sample {}

  /** A string. */
  record Text(String value) implements Sample {}

  /** An array. */
  record Row(List<Sample> elements) implements Sample {}

  /** An object. */
  record Table(Map<String, Sample> members) implements Sample {}

  /** What a reader found. */
  static Sample of(Json json) {
    if (json instanceof Json.Obj obj) {
      Map<String, Sample> members = new LinkedHashMap<>();
      obj.members().forEach(member -> members.put(member.key(), of(member.value())));
      return new Table(members);
    }
    if (json instanceof Json.Arr arr) {
      return new Row(arr.elements().stream().map(Sample::of).toList());
    }
    if (json instanceof Json.Str str) {
      return new Text(str.value());
    }
    if (json instanceof Json.Num num) {
      return new Plain(num.text());
    }
    return new Plain(json instanceof Json.Bool bool ? String.valueOf(bool.value()) : "null");
  }

  /** Values of all kinds, a few levels deep. */
  static Arbitrary<Sample> any() {
    return anyOfDepth(4);
  }

  private static Arbitrary<Sample> anyOfDepth(int depth) {
    Arbitrary<Sample> leaf =
        Arbitraries.oneOf(
            Arbitraries.of("true", "false", "null", "0", "-0", "1e5", "-1.50E-07", "12345678901")
                .map(Plain::new),
            Arbitraries.longs().map(value -> new Plain(value.toString())),
            text().map(Text::new));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<Sample> inner = Arbitraries.lazy(() -> anyOfDepth(depth - 1));
    return Arbitraries.oneOf(
        leaf,
        inner.list().ofMaxSize(5).map(Row::new),
        Arbitraries.maps(text(), inner).ofMaxSize(5).map(Table::new));
  }

  /** Text of all kinds of characters, but never half of a surrogate pair. */
  private static Arbitrary<String> text() {
    Arbitrary<Integer> character =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 0x7f),
            Arbitraries.of(0x22, 0x5c, 0x2f, 0x7b, 0x5d, 0xe9, 0x2028, 0xfeff, 0xfffd, 0x1f600),
            Arbitraries.integers().between(0, 0xd7ff),
            Arbitraries.integers().between(0xe000, 0x10ffff));
    return character
        .list()
        .ofMaxSize(8)
        .map(
            characters -> {
              StringBuilder text = new StringBuilder();
              characters.forEach(text::appendCodePoint);
              return text.toString();
            });
  }

  /** One of the many JSON texts for this value. */
  default String render(Random random) {
    StringBuilder text = new StringBuilder();
    render(random, text);
    return text.toString();
  }

  private void render(Random random, StringBuilder text) {
    space(random, text);
    if (this instanceof Plain plain) {
      text.append(plain.text());
    } else if (this instanceof Text string) {
      quote(string.value(), random, text);
    } else if (this instanceof Row row) {
      String before = "[";
      for (Sample element : row.elements()) {
        text.append(before);
        element.render(random, text);
        before = ",";
      }
      text.append(row.elements().isEmpty() ? "[" : "");
      space(random, text);
      text.append(']');
    } else if (this instanceof Table table) {
      String before = "{";
      for (Map.Entry<String, Sample> member : table.members().entrySet()) {
        text.append(before);
        space(random, text);
        quote(member.getKey(), random, text);
        space(random, text);
        text.append(':');
        member.getValue().render(random, text);
        before = ",";
      }
      text.append(table.members().isEmpty() ? "{" : "");
      space(random, text);
      text.append('}');
    }
    space(random, text);
  }

  private static void space(Random random, StringBuilder text) {
    while (random.nextInt(3) == 0) {
      text.append(" \t\r\n".charAt(random.nextInt(4)));
    }
  }

  private static void quote(String value, Random random, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      int shortForm = "\"\\/\b\f\n\r\t".indexOf(c);
      boolean half = Character.isSurrogate(c);
      if (shortForm >= 0 && random.nextBoolean()) {
        text.append('\\').append("\"\\/bfnrt".charAt(shortForm));
      } else if (c < ' ' || c == '"' || c == '\\' || (!half && random.nextInt(4) == 0)) {
        text.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
