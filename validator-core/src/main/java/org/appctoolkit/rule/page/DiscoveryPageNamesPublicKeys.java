package org.appctoolkit.rule.page;

import java.util.List;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Where there is a template for the name, there are public keys for it. */
final class DiscoveryPageNamesPublicKeys implements Rule<PublishedPage> {
  @Override
  public List<Problem> check(PublishedPage published) {
    List<MetaTag> ofTheName =
        published.page().tags().stream().filter(tag -> tag.isFor(published.asked())).toList();
    if (ofTheName.stream().anyMatch(MetaTag::isPublicKeys)) {
      return List.of();
    }
    return ofTheName.stream()
        .filter(MetaTag::isTemplate)
        .limit(1)
        .map(
            tag ->
                Problem.inPage(
                        tag.contentPlace(),
                        "the page has no public keys for " + Quote.of(published.asked().name()))
                    .help(
                        "beside it: <meta name=\"ac-discovery-pubkeys\" content=\""
                            + published.asked().host()
                            + " https://"
                            + published.asked().host()
                            + "/keys.gpg\">"))
        .toList();
  }
}
