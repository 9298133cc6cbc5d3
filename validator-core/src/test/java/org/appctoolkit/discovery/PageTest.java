package org.appctoolkit.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.appctoolkit.document.Region;
import org.appctoolkit.document.Source;
import org.junit.jupiter.api.Test;

class PageTest {
  private static Page page(String html) {
    return Page.read(Source.of("page", html));
  }

  private static String at(Page page, Region region) {
    return page.text().characters().substring(region.start().offset(), region.end().offset());
  }

  @Test
  void aTagKnowsWhereItsPartsStand() {
    Page page =
        page("<p>ä\n<meta name=\"ac-discovery\" content=\" example.com  https://e.org/{ext} \">");

    MetaTag tag = page.tags().get(0);
    MetaTag.Parts parts = tag.parts().orElseThrow();
    assertThat(List.of(parts.prefix(), parts.url()))
        .containsExactly("example.com", "https://e.org/{ext}");
    assertThat(at(page, tag.place())).isEqualTo("ac-discovery");
    assertThat(at(page, tag.contentPlace())).isEqualTo(" example.com  https://e.org/{ext} ");
    assertThat(at(page, parts.prefixPlace())).isEqualTo("example.com");
    assertThat(at(page, parts.urlPlace())).isEqualTo("https://e.org/{ext}");
    assertThat(parts.prefixPlace().start().line()).isEqualTo(2);
  }

  @Test
  void whereThereAreEntitiesThePartsAreTheWholeContent() {
    Page page = page("<meta name=ac-discovery content='e.org https://e.org/?a&amp;b={ext}'>");

    MetaTag.Parts parts = page.tags().get(0).parts().orElseThrow();
    assertThat(parts.url()).isEqualTo("https://e.org/?a&b={ext}");
    assertThat(at(page, parts.urlPlace())).isEqualTo("e.org https://e.org/?a&amp;b={ext}");
  }

  @Test
  void commentsAndScriptsHoldNoTags() {
    String tag = "<meta name=\"ac-discovery\" content=\"e.org https://e.org/{ext}\">";

    assertThat(page("<!-- " + tag + " --><script>" + tag + "</script>" + tag).tags()).hasSize(1);
  }

  @Test
  void deepPagesAreRead() {
    assertThat(page("<div>".repeat(100_000) + "<meta name=ac-discovery content='a b'>").tags())
        .hasSize(1);
  }

  @Test
  void manyTagsAreRead() {
    assertThat(page("<meta name=ac-discovery content='a b'>".repeat(20_000)).tags())
        .hasSize(20_000);
  }

  @Property
  void anyBytesAreAPageWithPlacesInside(@ForAll byte[] bytes) {
    check(Page.read(Source.of("page", bytes)));
  }

  @Property
  void anyBrokenHtmlIsAPageWithPlacesInside(@ForAll("broken") String html) {
    check(Page.read(Source.of("page", html.getBytes(StandardCharsets.UTF_8))));
  }

  private static void check(Page page) {
    int length = page.text().characters().length();
    for (MetaTag tag : page.tags()) {
      assertThat(tag.place().end().offset()).isLessThanOrEqualTo(length);
      assertThat(tag.contentPlace().end().offset()).isLessThanOrEqualTo(length);
      tag.parts()
          .ifPresent(
              parts -> assertThat(parts.urlPlace().end().offset()).isLessThanOrEqualTo(length));
    }
  }

  @Provide
  Arbitrary<String> broken() {
    return Arbitraries.of(
            "<meta ",
            "name=\"ac-discovery\"",
            " name=ac-discovery",
            " content=\"",
            "a b",
            "\"",
            "'",
            ">",
            "<",
            "/",
            "<head>",
            "</head>",
            "<body",
            "<!--",
            "-->",
            "<table>",
            "<svg>",
            "<script>",
            "</script>",
            "&amp;",
            "&#0;",
            "\u0000",
            "\r\n",
            "\r",
            "\ud83d\ude00",
            "ä",
            "<template>",
            "<noscript>",
            "<select>",
            "<p>",
            "</p>",
            "<a>",
            "=",
            " ")
        .list()
        .ofMaxSize(60)
        .map(parts -> String.join("", parts));
  }
}
