package org.appctoolkit.rule.page;

import java.util.List;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The content of a tag can be taken apart. */
final class DiscoveryTagsHaveAPrefixAndAUrl implements Rule<PublishedPage> {
  @Override
  public List<Problem> check(PublishedPage published) {
    return published.page().tags().stream()
        .filter(tag -> tag.isTemplate() || tag.isPublicKeys())
        .filter(tag -> tag.parts().isEmpty())
        .map(
            tag ->
                Problem.inPage(
                    tag.contentPlace(),
                    tag.content().isBlank()
                        ? "the tag " + tag.name() + " has no content"
                        : Quote.of(tag.content()) + " is not a prefix and a URL"))
        .toList();
  }
}
