package org.appctoolkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  @Test
  void eachLevelIsTwoSpacesDeeper() {
    String text =
        written(
            json -> {
              json.beginObject().name("a").beginArray().value(1).value("x").endArray();
              json.name("b").beginObject().name("c").nullValue().endObject().endObject();
            });

    assertThat(text)
        .isEqualTo(
            """
            {
              "a": [
                1,
                "x"
              ],
              "b": {
                "c": null
              }
            }
            """);
  }

  @Test
  void whatIsEmptyStaysOnItsLine() {
    String text =
        written(
            json -> {
              json.beginObject().name("a").beginArray().endArray();
              json.name("b").beginObject().endObject().endObject();
            });

    assertThat(text).isEqualTo("{\n  \"a\": [],\n  \"b\": {}\n}\n");
  }

  @Test
  void quotesAndCharactersThatDriveATerminalAreEscaped() {
    String text =
        written(json -> json.beginArray().value("\"\\\n\u001b\u009b\u202e\ud83d é🚀").endArray());

    assertThat(text).isEqualTo("[\n  \"\\\"\\\\\\u000a\\u001b\\u009b\\u202e\\ud83d é🚀\"\n]\n");
  }

  private static String written(Consumer<JsonWriter> calls) {
    StringWriter out = new StringWriter();
    calls.accept(new JsonWriter(new PrintWriter(out)));
    return out.toString();
  }
}
