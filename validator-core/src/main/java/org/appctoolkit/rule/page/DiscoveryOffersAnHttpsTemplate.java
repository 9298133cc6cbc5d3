package org.appctoolkit.rule.page;

import java.util.List;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.discovery.UrlTemplate;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A template for the name is one of https. */
final class DiscoveryOffersAnHttpsTemplate implements Rule<PublishedPage> {
  @Override
  public List<Problem> check(PublishedPage published) {
    List<MetaTag.Parts> templates =
        Tags.parts(published, MetaTag::isTemplate)
            .filter(parts -> published.asked().isBelow(parts.prefix()))
            .toList();
    if (templates.stream()
        .anyMatch(parts -> UrlTemplate.of(parts.url()).scheme().equals("https"))) {
      return List.of();
    }
    return templates.stream()
        .limit(1)
        .map(
            parts ->
                Problem.inPage(
                    parts.urlPlace(),
                    "no template for " + Quote.of(published.asked().name()) + " is an https URL"))
        .toList();
  }
}
