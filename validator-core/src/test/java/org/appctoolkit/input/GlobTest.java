package org.appctoolkit.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "*.json, a.json, true",
    "*.json, deep/er/a.json, true",
    "*.json, a.json.bak, false",
    "./*.json, a.json, true",
    "manifest?, deep/manifest1, true",
    "build/, build, true",
    "build/**, build/a/b, true",
    "build/**, deep/build/a, false",
    "build/*, build/a/b, false",
    "**/a.json, a.json, true",
    "**/a.json, deep/er/a.json, true",
    "x/**/a.json, x/a.json, true",
    "x/**/a.json, x/y/z/a.json, true",
    "'*.{json,aci}', deep/a.aci, true",
    "[ab].json, b.json, true",
    "[ab].json, c.json, false",
  })
  void aPatternMeansWhatItMeansInGitignore(String pattern, String path, boolean matches) {
    assertThat(Glob.parse(pattern).matches(Path.of(path))).isEqualTo(matches);
  }

  @Test
  void whatIsNoPatternIsRefused() {
    assertThatThrownBy(() -> Glob.parse("[")).isInstanceOf(PatternSyntaxException.class);
    assertThatThrownBy(() -> Glob.parse("")).isInstanceOf(PatternSyntaxException.class);
  }
}
