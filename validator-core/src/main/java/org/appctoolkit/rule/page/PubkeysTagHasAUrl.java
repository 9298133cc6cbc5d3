package org.appctoolkit.rule.page;

import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.discovery.UrlTemplate;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** What a tag for public keys has is a URL. */
final class PubkeysTagHasAUrl implements Rule<PublishedPage> {
  @Override
  public List<Problem> check(PublishedPage published) {
    return Tags.parts(published, MetaTag::isPublicKeys)
        .filter(parts -> parts.url().indexOf('{') < 0)
        .flatMap(
            parts ->
                Stream.of(UrlTemplate.url(parts.url()))
                    .filter(UrlTemplate.Expansion.NoUrl.class::isInstance)
                    .map(none -> ((UrlTemplate.Expansion.NoUrl) none).reason())
                    .map(reason -> Problem.inPage(parts.urlPlace(), reason)))
        .toList();
  }
}
