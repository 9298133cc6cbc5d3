package org.appctoolkit.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTemplateTest {
  private static final Map<String, String> VALUES =
      Map.of("name", "example.com/worker", "version", "1.0+b", "os", "a/b", "half", "50%41");

  private static UrlTemplate.Expansion expand(String template) {
    return UrlTemplate.of(template).expand(name -> Optional.ofNullable(VALUES.get(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://e.org/{name}, https://e.org/example.com/worker",
    "https://e.org/{version}, https://e.org/1.0%2Bb",
    "https://e.org/{+version}, https://e.org/1.0+b",
    "https://e.org/{os}, https://e.org/a%2Fb",
    "https://e.org/{+os}, https://e.org/a/b",
    "https://e.org/{half}, https://e.org/50%2541",
    "https://e.org/{+half}, https://e.org/50%41",
    "https://e.org/a%20b/ä, https://e.org/a%20b/%C3%A4",
    "https://{name}, https://example.com/worker",
    "hdfs://e.org/{name}, hdfs://e.org/example.com/worker",
  })
  void valuesAreSubstituted(String template, String url) {
    assertThat(expand(template)).isEqualTo(new UrlTemplate.Expansion.Url(URI.create(url)));
  }

  @Test
  void labelsThatAreMissingAreNamed() {
    assertThat(expand("https://e.org/{arch}{name}{channel}{arch}"))
        .isEqualTo(new UrlTemplate.Expansion.Missing(List.of("arch", "channel")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{name}",
        "/images/{name}",
        "https:",
        "https:///x",
        "mailto:a@b",
        "https://a:b@e.org/",
        "https://e.org:99999/",
        "https://e_f/",
        "https://e.org/../x",
        "https://e.org/%2e./x",
        "https://e.org/{os",
        "https://e.org/os}",
        "https://e.org/{}",
        "https://e.org/{a b}",
        "https://e.org/{/os}",
        "https://e.org/{os*}",
        "https://e.org/{os:3}",
        "https://e.org/{os,name}",
        "https://e.org/a b",
        "https://e.org/%zz",
        "https://e.org/\u0000",
        "https://[::1/",
      })
  void whatGivesNoUrlSaysWhy(String template) {
    UrlTemplate.Expansion expansion = expand(template);

    assertThat(expansion).isInstanceOf(UrlTemplate.Expansion.NoUrl.class);
    assertThat(((UrlTemplate.Expansion.NoUrl) expansion).reason()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({"https://e.org, https", "HTTPS://e.org, https", "{name}, ''", "e.org/x:y, ''"})
  void theSchemeIsKnownWithoutRendering(String template, String scheme) {
    assertThat(UrlTemplate.of(template).scheme()).isEqualTo(scheme);
  }

  @Property
  void anyTemplateGivesALegalUrlOrAReason(
      @ForAll("templates") String template, @ForAll String value) {
    UrlTemplate.Expansion expansion =
        UrlTemplate.of(template).expand(name -> Optional.of(value).filter(it -> !name.equals("x")));

    if (expansion instanceof UrlTemplate.Expansion.Url url) {
      assertThat(URI.create(url.url().toString()).isAbsolute()).isTrue();
      assertThat(url.url().toString()).matches("[!-~]+").doesNotContain("{", "}", "<", "\"");
    } else if (expansion instanceof UrlTemplate.Expansion.Missing missing) {
      assertThat(missing.variables()).containsExactly("x");
    }
  }

  @Property
  void aLabelLeadsToNoOtherFolder(@ForAll String value) {
    UrlTemplate.Expansion expansion =
        UrlTemplate.of("https://e.org/a/x{version}").expand(name -> Optional.of(value));

    assertThat(expansion).isInstanceOf(UrlTemplate.Expansion.Url.class);
    assertThat(((UrlTemplate.Expansion.Url) expansion).url().getRawPath()).matches("/a/x[^/]*");
  }

  @Provide
  Arbitrary<String> templates() {
    return Arbitraries.oneOf(
            Arbitraries.of(
                "https://",
                "http://",
                "e.org",
                "/",
                "{",
                "}",
                "{name}",
                "{+os}",
                "{x}",
                "{/a}",
                "{a,b}",
                "%",
                "%41",
                "..",
                " ",
                "?",
                "#",
                "@",
                ":",
                "[",
                "]",
                "ä"),
            Arbitraries.strings().ofMaxLength(3))
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }
}
