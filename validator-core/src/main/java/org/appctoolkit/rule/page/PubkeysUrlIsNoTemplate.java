package org.appctoolkit.rule.page;

import java.util.List;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The URL of public keys is one as it stands. */
final class PubkeysUrlIsNoTemplate implements Rule<PublishedPage> {
  @Override
  public List<Problem> check(PublishedPage published) {
    return Tags.parts(published, MetaTag::isPublicKeys)
        .filter(parts -> parts.url().indexOf('{') >= 0)
        .map(
            parts ->
                Problem.inPage(
                        parts.urlPlace(),
                        Quote.of(parts.url()) + " has braces, which nobody renders")
                    .help("write the URL of the keys as it is, one tag for each prefix"))
        .toList();
  }
}
