package org.appctoolkit.rule.page;

import java.util.List;
import java.util.Locale;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Public keys come by https. */
final class PubkeysAreServedByHttps implements Rule<PublishedPage> {
  @Override
  public List<Problem> check(PublishedPage published) {
    return Tags.parts(published, MetaTag::isPublicKeys)
        .filter(parts -> parts.url().toLowerCase(Locale.ROOT).startsWith("http:"))
        .map(
            parts ->
                Problem.inPage(
                    parts.urlPlace(),
                    "the public keys come by http, so that anybody may change them"))
        .toList();
  }
}
