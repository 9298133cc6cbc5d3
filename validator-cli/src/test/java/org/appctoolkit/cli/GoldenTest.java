package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.appcOn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whole outputs, as a user sees them. */
class GoldenTest {
  /** With tabs, wide characters, a combining mark, CR LF, and what could drive a terminal. */
  private static final String MANIFEST =
      String.join(
          "\r\n",
          "{",
          "\t\"acKind\":\t\"ImageManifest\",",
          "\t\"acVersion\": \"0.8.11\",",
          "\t\"name\": \"example.org/漢字\",",
          "\t\"labels\": [",
          "\t\t{ \"name\": \"version\", \"value\": \"1\" },",
          "\t\t{ \"name\": \"e\u0301\u202e\", \"value\": \"2\" },",
          "\t\t{ \"name\": \"version\",\t\"value\": 3 }",
          "\t],",
          "\t\"anotations\": []",
          "}",
          "");

  @Test
  void aTextReportLooksLikeThis() throws IOException {
    Run run = appcOn(MANIFEST, "validate", "-", "--stdin-name", "manifest.json");

    assertThat(run.out()).isEqualTo(golden("report.txt"));
  }

  @Test
  void aJsonReportLooksLikeThis() throws IOException {
    Run run =
        appcOn(MANIFEST, "validate", "-", "--stdin-name", "manifest.json", "--format", "json");

    assertThat(run.out()).isEqualTo(golden("report.json").replace("@version@", Toolkit.version()));
  }

  @Test
  void anExplanationLooksLikeThis() throws IOException {
    Run run = appcOn("", "explain", "label-names-are-unique");

    assertThat(run.out()).isEqualTo(golden("explanation.txt"));
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(GoldenTest.class.getResourceAsStream("golden/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
