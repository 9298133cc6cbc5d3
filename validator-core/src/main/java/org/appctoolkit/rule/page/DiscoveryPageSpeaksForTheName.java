package org.appctoolkit.rule.page;

import java.util.List;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A template is for the name. */
final class DiscoveryPageSpeaksForTheName implements Rule<PublishedPage> {
  @Override
  public List<Problem> check(PublishedPage published) {
    List<MetaTag> templates = published.page().tags().stream().filter(MetaTag::isTemplate).toList();
    if (templates.stream().anyMatch(tag -> tag.isFor(published.asked()))) {
      return List.of();
    }
    String name = published.asked().name();
    List<MetaTag.Parts> parts = templates.stream().flatMap(tag -> tag.parts().stream()).toList();
    if (parts.isEmpty()) {
      return List.of(
          Problem.inPage(
                  published.page().text().region(0, 0),
                  "the page has no template for " + Quote.of(name))
              .help(
                  "in the head: <meta name=\"ac-discovery\" content=\""
                      + published.asked().host()
                      + " https://"
                      + published.asked().host()
                      + "/{name}-{version}-{os}-{arch}.{ext}\">"));
    }
    return parts.stream().map(it -> problem(it, name)).toList();
  }

  private static Problem problem(MetaTag.Parts parts, String name) {
    String prefix = parts.prefix();
    Problem problem =
        Problem.inPage(
            parts.prefixPlace(), Quote.of(prefix) + " is not a prefix of " + Quote.of(name));
    return name.startsWith(prefix)
        ? problem.help("a prefix ends where a segment of the name ends")
        : problem;
  }
}
