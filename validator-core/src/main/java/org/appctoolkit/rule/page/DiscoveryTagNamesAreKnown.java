package org.appctoolkit.rule.page;

import java.util.List;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A tag that looks like one of discovery is one. */
final class DiscoveryTagNamesAreKnown implements Rule<PublishedPage> {
  @Override
  public List<Problem> check(PublishedPage published) {
    return published.page().tags().stream()
        .filter(tag -> !tag.isTemplate() && !tag.isPublicKeys())
        .map(
            tag ->
                Problem.inPage(
                        tag.place(), "clients know no meta tag of the name " + Quote.of(tag.name()))
                    .help(
                        "there are "
                            + MetaTag.TEMPLATE
                            + " and "
                            + MetaTag.PUBLIC_KEYS
                            + ", in exactly these letters"))
        .toList();
  }
}
