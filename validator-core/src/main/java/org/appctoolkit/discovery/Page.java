package org.appctoolkit.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.document.Region;
import org.appctoolkit.document.Source;
import org.appctoolkit.document.Text;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;

/**
 * A page of HTML, and what it says about discovery.
 *
 * <p>It is read as a browser reads it: whatever the bytes are, there is a page. They are taken for
 * UTF-8; what a discovery tag says is ASCII, which nearly every other encoding has in the same
 * bytes.
 *
 * @param text the HTML
 * @param tags the meta tags whose name begins with {@code ac-discovery}, in whatever case, in their
 *     order
 */
public record Page(Text text, List<MetaTag> tags) {
  private static final Pattern CONTENT =
      Pattern.compile("\\s*+(\\S++)\\s++(\\S.*)", Pattern.DOTALL);

  /** Copies the tags. */
  public Page {
    tags = List.copyOf(tags);
  }

  /** Reads the bytes of a source, all of them; whoever calls bounds their number. */
  public static Page read(Source source) {
    Text text = Text.of(source);
    Parser parser = Parser.htmlParser().setTrackPosition(true);
    List<MetaTag> tags = new ArrayList<>();
    for (Element meta : Jsoup.parse(text.characters(), "", parser).getElementsByTag("meta")) {
      if (meta.attr("name").toLowerCase(Locale.ROOT).startsWith(MetaTag.TEMPLATE)) {
        tags.add(tag(meta, text));
      }
    }
    return new Page(text, tags);
  }

  private static MetaTag tag(Element meta, Text text) {
    Region whole = region(meta.sourceRange(), text, text.region(0, 0));
    String content = meta.attr("content");
    Region contentPlace = value(meta, "content", text, whole);
    return new MetaTag(
        meta.attr("name"),
        content,
        value(meta, "name", text, whole),
        contentPlace,
        parts(content, contentPlace, text));
  }

  private static Optional<MetaTag.Parts> parts(String content, Region place, Text text) {
    Matcher matcher = CONTENT.matcher(content);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String url = matcher.group(2).strip();
    int start = place.start().offset();
    boolean verbatim = text.characters().substring(start, place.end().offset()).equals(content);
    Region prefixPlace =
        verbatim ? text.region(start + matcher.start(1), start + matcher.end(1)) : place;
    Region urlPlace =
        verbatim
            ? text.region(start + matcher.start(2), start + matcher.start(2) + url.length())
            : place;
    return Optional.of(new MetaTag.Parts(matcher.group(1), prefixPlace, url, urlPlace));
  }

  private static Region value(Element meta, String attribute, Text text, Region otherwise) {
    return region(meta.attributes().sourceRange(attribute).valueRange(), text, otherwise);
  }

  /** Where the parser has made up an element, or lost count, there is no such place. */
  private static Region region(Range range, Text text, Region otherwise) {
    int length = text.characters().length();
    return range.isTracked()
            && range.startPos() >= 0
            && range.startPos() <= range.endPos()
            && range.endPos() <= length
        ? text.region(range.startPos(), range.endPos())
        : otherwise;
  }
}
